using Eval.Reports.Records;
using Eval.Reports.Statistics;

namespace Eval.Reports.Tests.Html;

/// <summary>Summaries for pages under test; the page shows what it is given, so plain formulas are enough here.</summary>
internal static class SampleSummary
{
    public static RunResults Results(Run run, IReadOnlyList<Attempt> attempts, params string[] warnings) => new()
    {
        Run = run,
        Attempts = [.. attempts.Select(attempt => attempt with { Texts = null })],
        Summary = new RunSummary(Rows(run, attempts), false, warnings),
        ReadWithTexts = _ => attempts.ToAsyncEnumerable(),
    };

    public static List<SummaryRow> Rows(Run run, IEnumerable<Attempt> attempts)
    {
        var byModel = attempts.ToLookup(attempt => attempt.Key.Model);
        var rows = new List<SummaryRow>();
        foreach (var model in run.Models)
        {
            var own = byModel[model.Name].ToList();
            rows.Add(Row(model, SummaryRow.All, SummaryRow.All, own));
            rows.AddRange(own.GroupBy(a => a.Class).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Row(model, SummaryRow.All, g.Key, [.. g])));
        }

        return rows;
    }

    private static SummaryRow Row(RunModel model, string dataset, string @class, List<Attempt> attempts)
    {
        var answered = attempts.Where(a => a.Verdict.IsAnswered()).ToList();
        var passed = answered.Count(a => a.Passed);
        var ttft = Sorted(attempts, a => a.Timing?.FirstContent);
        var latency = Sorted(attempts, a => a.Timing?.Total);
        var costs = attempts.Select(a => a.CostUsd).ToList();
        decimal? cost = attempts.Count > 0 && costs.All(c => c is not null) ? costs.Sum() : null;
        return new SummaryRow
        {
            Dataset = dataset,
            Class = @class,
            Model = model.Name,
            Tasks = attempts.Select(a => a.Key.TaskId).Distinct().Count(),
            Attempts = attempts.Count,
            Passed = passed,
            PassAt1 = Rate(passed, answered.Count),
            StrictPassAt1 = Rate(passed, attempts.Count),
            Verdicts = attempts.GroupBy(a => a.Verdict).ToDictionary(g => g.Key.Name(), g => g.Count()),
            InfrastructureErrors = attempts.Count(a => a.Verdict.IsInfrastructureError()),
            Availability = Rate(answered.Count, attempts.Count),
            TtftP50Ms = At(ttft, 0.5),
            TtftP90Ms = At(ttft, 0.9),
            LatencyP50Ms = At(latency, 0.5),
            LatencyP90Ms = At(latency, 0.9),
            OutputTokensPerSecond = latency.Count > 0 ? 87.3 : null,
            CostUsd = cost,
            CostPerTaskUsd = cost is { } c ? Around((double)c / attempts.Count, attempts.Count) : null,
            CostPerSolvedUsd = cost is { } d && passed > 0 ? Around((double)d / passed, attempts.Count) : null,
            InputTokens = attempts.Sum(a => (long?)a.Usage.InputTokens),
            OutputTokens = attempts.Sum(a => (long?)a.Usage.OutputTokens),
            IsSimulated = model.IsSimulated,
        };
    }

    private static List<double> Sorted(List<Attempt> attempts, Func<Attempt, TimeSpan?> time) =>
        [.. attempts.Select(time).OfType<TimeSpan>().Select(t => t.TotalMilliseconds).Order()];

    private static Estimate? At(List<double> sorted, double p) => sorted.Count == 0 ? null : Around(sorted[(int)((sorted.Count - 1) * p)], sorted.Count);

    private static Estimate Around(double value, int n) => new(value, value * (1 - 1 / Math.Sqrt(n + 1)), value * (1 + 1 / Math.Sqrt(n + 1)), n);

    private static Estimate? Rate(int passed, int n)
    {
        if (n == 0)
            return null;

        const double z = 1.959964;
        var p = (double)passed / n;
        var centre = (p + z * z / (2 * n)) / (1 + z * z / n);
        var half = z / (1 + z * z / n) * Math.Sqrt(p * (1 - p) / n + z * z / (4.0 * n * n));
        return new Estimate(p, Math.Max(0, centre - half), Math.Min(1, centre + half), n);
    }
}
