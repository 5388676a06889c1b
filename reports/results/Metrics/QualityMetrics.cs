using Eval.Results.Statistics;

namespace Eval.Results.Metrics;

/// <summary>What models get done, and whether they answer at all.</summary>
public static class QualityMetrics
{
    private const string NoPassAtK = "one sample per task, or some task has fewer than k answers";

    /// <summary>Gets the one that models are ranked by.</summary>
    public static Metric PassAt1 { get; } = new()
    {
        Name = "pass_at_1",
        JsonName = "pass_at1",
        Title = "pass@1",
        Unit = MetricUnit.Rate,
        IsHigherBetter = true,
        Definition = "The share of answered attempts that pass every test. "
            + "Attempts that failed because of the endpoint, the sandbox or the budget are left out and shown as availability.",
        HasEndsInFiles = true,
        FromRow = row => row.PassAt1,
        Leaderboard = new("pass@1") { Place = 1, HasRange = true, Missing = _ => "no attempt was answered" },
        Terminal = new("pass@1\n[95 %]") { Place = 1, HasRange = true },
        Markdown = new("pass@1 [95 %]") { Place = 1, HasRange = true },
        Watch = MetricWatch.Mean(attempt => attempt.Passed ? 1 : 0, "passes less often than in its baseline"),
    };

    /// <summary>Gets the share of calls that were answered.</summary>
    public static Metric Availability { get; } = new()
    {
        Name = "availability",
        Title = "availability",
        Unit = MetricUnit.Rate,
        IsHigherBetter = true,
        Definition = "Answered ÷ (answered + provider errors).",
        CountsFailedCalls = true,
        FromRow = row => row.Availability,
        Leaderboard = new("Availability")
        {
            Place = 5,
            Hint = "answered ÷ (answered + provider errors)",
            Missing = _ => "no attempt reached the endpoint",
        },
        Terminal = new("avail-\nability") { Place = 3 },
        Markdown = new("availability") { Place = 3 },
        // Its own value is of the calls, which answers know nothing of.
        Watch = new(_ => null, "is answered less often") { After = " of its calls" },
    };

    /// <summary>Gets all.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        Count("tasks", row => row.Tasks, MetricFiles.Csv),
        Count("attempts", row => row.Attempts, MetricFiles.Csv | MetricFiles.Json),
        Count("passed", row => row.Passed, MetricFiles.Csv | MetricFiles.Json) with
        {
            Terminal = new("passed") { Place = 2, Text = row => $"{row.Passed}/{row.Attempts - row.InfrastructureErrors}" },
            Markdown = new("passed") { Place = 2, Text = row => $"{row.Passed}/{row.Attempts - row.InfrastructureErrors}" },
        },
        PassAt1,
        new()
        {
            Name = "strict_pass_at_1",
            Title = "strict",
            Unit = MetricUnit.Rate,
            IsHigherBetter = true,
            Definition = "The same with provider and sandbox errors counted as failures.",
            Files = MetricFiles.Gates,
            CountsFailedCalls = true,
            FromRow = row => row.StrictPassAt1,
            Leaderboard = new("Strict") { Place = 4, Hint = "infrastructure errors counted as failures", Missing = _ => "no attempt" },
        },
        new()
        {
            Name = "pass_at_k",
            Title = "pass@k",
            Unit = MetricUnit.Rate,
            IsHigherBetter = true,
            Definition = "The chance that at least one of k answers passes, 1 − C(n−c, k) / C(n, k) per task, averaged over tasks; "
                + "undefined when a task has fewer than k answers.",
            Files = MetricFiles.Csv | MetricFiles.Gates,
            FromRow = row => row.PassAtK,
            Leaderboard = OfK("pass@k", "the chance that at least one of k answers passes", 2),
            Terminal = new("pass@\n{k}") { Place = 8, IsShown = rows => rows.Any(row => row.K > 1) },
        },
        new()
        {
            Name = "pass_hat_k",
            Title = "pass^k",
            Unit = MetricUnit.Rate,
            IsHigherBetter = true,
            Definition = "Reliability: the chance that all of k answers pass, C(c, k) / C(n, k) per task, averaged over tasks.",
            Files = MetricFiles.None,
            FromRow = row => row.PassHatK,
            Leaderboard = OfK("pass^k", "reliability: the chance that all of k answers pass", 3),
        },
        Count("k", row => row.K, MetricFiles.Csv),
        Count("infra_errors", row => row.InfrastructureErrors, MetricFiles.Csv),
        Availability,
        new()
        {
            Name = "infra_error_rate",
            Title = "infrastructure errors",
            Unit = MetricUnit.Rate,
            Files = MetricFiles.Gates,
            CountsFailedCalls = true,
            FromRow = row => WilsonInterval.Compute(row.InfrastructureErrors, row.Attempts),
        },
        Share("truncation_rate", "cut at the token limit", row => row.TruncationRate),
        Share("flagged_pass_rate", "passed with a flagged patch", row => row.FlaggedPassRate),
    ];

    private static Metric Count(string name, Func<SummaryRow, long> count, MetricFiles files) => new()
    {
        Name = name,
        Title = name.Replace('_', ' '),
        Unit = MetricUnit.Count,
        Files = files,
        HasInterval = false,
        FromRow = row => Aggregation.Bare(count(row), row.Attempts),
    };

    private static Metric Share(string name, string title, Func<SummaryRow, double?> share) => new()
    {
        Name = name,
        Title = title,
        Unit = MetricUnit.Rate,
        Files = MetricFiles.Gates,
        HasInterval = false,
        FromRow = row => Aggregation.Bare(share(row), row.Attempts),
    };

    private static MetricColumn OfK(string title, string hint, int place) => new(title)
    {
        Place = place,
        Hint = hint,
        Note = row => $" · k={row.K}",
        Missing = _ => NoPassAtK,
        IsShown = rows => rows.Any(row => row.PassAtK is not null),
    };
}
