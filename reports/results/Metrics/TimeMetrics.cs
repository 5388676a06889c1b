using Eval.Results.Statistics;

namespace Eval.Results.Metrics;

/// <summary>How long models take.</summary>
public static class TimeMetrics
{
    /// <summary>Endpoints and the ways to them are busier on some runs than on others.</summary>
    private const double MinVariation = 0.2;

    private const string NotTimed = "no common task was timed for both";
    private const string Ttft = "From handing the successful request to the connection until the first visible text. "
        + "Queueing and retries are outside it. Replies sent in one piece have none.";

    /// <summary>Gets the median time to first token.</summary>
    public static Metric TtftP50 { get; } = new()
    {
        Name = "ttft_p50_ms",
        Title = "TTFT p50",
        Term = "TTFT",
        Unit = MetricUnit.Milliseconds,
        Definition = Ttft,
        MinValues = Percentile.MinFor(0.5),
        FromRow = row => row.TtftP50Ms,
        Leaderboard = new("TTFT p50 / p90")
        {
            Place = 6,
            Hint = "time to first visible token, median and 90th percentile",
            Beside = ("ttft_p90_ms", "p50 ", "p90 "),
            Missing = _ => "no reply was streamed",
        },
        Terminal = new("TTFT\np50") { Place = 4 },
        Markdown = new("TTFT p50") { Place = 4 },
        Pairing = new(AttemptTimes.TtftMs) { IsMedian = true, Place = 2, Missing = NotTimed },
        Watch = MetricWatch.Median(AttemptTimes.TtftMs, "starts to answer later") with { MinVariation = MinVariation, Before = "TTFT " },
    };

    /// <summary>Gets the median latency.</summary>
    public static Metric LatencyP50 { get; } = new()
    {
        Name = "latency_p50_ms",
        Title = "latency p50",
        Term = "latency",
        Unit = MetricUnit.Milliseconds,
        Definition = "From the same moment until the stream ended.",
        Files = MetricFiles.Csv | MetricFiles.Gates,
        MinValues = Percentile.MinFor(0.5),
        FromRow = row => row.LatencyP50Ms,
        Leaderboard = new("Latency p50") { Place = 7, Hint = "time until the stream ended, median", Missing = _ => "no call succeeded" },
        Terminal = new("latency\np50") { Place = 5 },
        Pairing = new(AttemptTimes.LatencyMs) { IsMedian = true, Place = 3, Missing = NotTimed },
        Watch = MetricWatch.Median(AttemptTimes.LatencyMs, "answers later") with { MinVariation = MinVariation },
    };

    /// <summary>Gets all.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        TtftP50,
        Percent("ttft_p90_ms", "TTFT p90", 0.9, row => row.TtftP90Ms),
        Percent("ttft_p99_ms", "TTFT p99", 0.99, row => row.TtftP99Ms),
        LatencyP50,
        Percent("latency_p90_ms", "latency p90", 0.9, row => row.LatencyP90Ms),
        new()
        {
            Name = "output_tokens_per_s",
            Title = "tokens/s",
            Unit = MetricUnit.Score,
            IsHigherBetter = true,
            Definition = "The median of 1 ÷ (time per output token after the first).",
            Files = MetricFiles.Csv,
            HasInterval = false,
            FromRow = row => Aggregation.Bare(row.OutputTokensPerSecond, row.Attempts),
            Leaderboard = new("Tokens/s")
            {
                Place = 8,
                Hint = "output tokens per second after the first, median",
                Missing = _ => "tokens unknown or not streamed",
            },
        },
    ];

    private static Metric Percent(string name, string title, double q, Func<SummaryRow, Estimate?> value) => new()
    {
        Name = name,
        Title = title,
        Unit = MetricUnit.Milliseconds,
        Files = MetricFiles.Csv | MetricFiles.Gates,
        MinValues = Percentile.MinFor(q),
        FromRow = value,
    };
}
