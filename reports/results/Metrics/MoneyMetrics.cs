namespace Eval.Results.Metrics;

/// <summary>What models use up.</summary>
public static class MoneyMetrics
{
    /// <summary>Gets the mean cost of an attempt.</summary>
    public static Metric CostPerTask { get; } = new()
    {
        Name = "cost_per_task_usd",
        Title = "cost per task",
        Term = "cost / task",
        Unit = MetricUnit.Usd,
        Definition = "The mean cost of an attempt, at the prices below. "
            + "Unknown when price or tokens are unknown; never 0 for that reason.",
        Files = MetricFiles.Csv | MetricFiles.Gates,
        FromRow = row => row.CostPerTaskUsd,
        Leaderboard = new("Cost / task") { Place = 9 },
        Markdown = new("cost per task") { Place = 5 },
        Pairing = new(attempt => (double?)attempt.CostUsd) { Place = 1,
            Missing = "the cost of some attempt at the common tasks is unknown" },
        Watch = MetricWatch.Mean(attempt => (double?)attempt.CostUsd, "costs more at the same price") with { DependsOnPrice = true,
            After = " a task" },
    };

    /// <summary>Gets the median length of an answer, which is watched from run to run.</summary>
    public static Metric OutputTokensP50 { get; } = new()
    {
        Name = "output_tokens_p50",
        Title = "output tokens p50",
        Unit = MetricUnit.Score,
        Files = MetricFiles.None,
        HasInterval = false,
        Watch = MetricWatch.Median(attempt => attempt.Usage.OutputTokens, "gives longer answers") with { After = " tokens" },
    };

    /// <summary>Gets all.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        Tokens("input_tokens", row => row.InputTokens),
        Tokens("output_tokens", row => row.OutputTokens),
        new()
        {
            Name = "cost_usd",
            Title = "total cost",
            Unit = MetricUnit.Usd,
            HasInterval = false,
            FromRow = row => Aggregation.Bare((double?)row.CostUsd, row.Attempts),
            Exact = row => row.CostUsd,
            Leaderboard = new("Total cost") { Place = 11 },
            Terminal = new("cost") { Place = 6 },
        },
        CostPerTask,
        new()
        {
            Name = "cost_per_solved_usd",
            Title = "cost per solved",
            Term = "cost / solved",
            Unit = MetricUnit.Usd,
            Definition = "The total cost ÷ the number of attempts that passed.",
            FromRow = row => row.CostPerSolvedUsd,
            Leaderboard = new("Cost / solved")
            {
                Place = 10,
                Hint = "total cost ÷ attempts that passed",
                Missing = row => row.Passed == 0 ? "nothing was solved" : null,
            },
            Terminal = new("cost per\nsolved") { Place = 7 },
            Markdown = new("cost per solved") { Place = 6 },
        },
        OutputTokensP50,
    ];

    private static Metric Tokens(string name, Func<SummaryRow, long?> sum) => new()
    {
        Name = name,
        Title = name.Replace('_', ' '),
        Unit = MetricUnit.Count,
        Files = MetricFiles.Csv,
        HasInterval = false,
        FromRow = row => Aggregation.Bare(sum(row), row.Attempts),
    };
}
