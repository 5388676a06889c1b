using Eval.Reports.Drift;
using Eval.Reports.Gates;
using Eval.Results;
using Eval.Results.Metrics;
using Eval.Results.Records;

namespace Eval.Reports.Tests.Html;

/// <summary>Runs with a history: nights of the same tasks, and what is found in them.</summary>
internal static class SampleNights
{
    private const int Tasks = 120;

    /// <summary>
    /// Returns the last of so many nights of so many models; the first model loses passes and becomes slow from a night on; one night may
    /// be dated five years ahead.
    /// </summary>
    public static ReportInput Create(int nights, int models, int worseFrom = int.MaxValue, string? evil = null, bool withGates = false,
        int? ahead = null)
    {
        var names = Enumerable.Range(0, models).Select(model => $"vendor/model-{model + 1}{evil}").ToArray();
        var runs = Enumerable.Range(0, nights).Select(night => Run(night, nights, names))
            .Select((run, night) => night == ahead ? run with { StartedAt = run.StartedAt.AddYears(5) } : run).ToList();
        var attempts = runs.Select((run, night) => Attempts(run, night, worseFrom)).ToList();
        var histories = runs[^1].Models.Select((_,
            model) => (IReadOnlyList<Night>)[.. runs.Select((run, night) => Night.From(run, run.Models[model], attempts[night]))]).ToList();
        var results = SampleSummary.Results(runs[^1], attempts[^1]) with { Drift = DriftDetector.Check(histories) };
        return withGates ? results with { Gates = Gates(results, evil) } : results;
    }

    /// <summary>Returns the night on which the growing latency of one of three models raises the alarm.</summary>
    public static ReportInput Worse(string? evil = null) =>
        Enumerable.Range(8, 12).Select(nights => Create(nights, 3, worseFrom: 6, evil, withGates: true))
        .First(results => results.Drift!.Series.Any(series => series.Metric == TimeMetrics.LatencyP50 && series.Points[^1].IsAlarm));

    private static List<GateResult> Gates(ReportInput results, string? evil) =>
    [
        new(new Gate { Metric = "pass_at_1", Min = 0.5 }, results.Run.Models[0].Name, true,
            "71.7% [63.1% to 79.0%], n 120: the value is at least 50.0%" + evil),
        new(new Gate { Metric = "ttft_p90_ms", Max = 100, Model = "vendor/*" + evil, Certain = true }, results.Run.Models[0].Name, false,
            "312 ms [290 ms to 330 ms], n 120: the interval's end is not at most 100 ms" + evil),
        new(new Gate { NonInferiorTo = "latest" + evil }, "", false, "the run has no model other" + evil),
    ];

    private static Run Run(int night, int nights, string[] names)
    {
        var run = An.Run(names);
        return run with
        {
            Id = $"night-{night:00}",
            StartedAt = An.Start.AddDays(night),
            EndedAt = An.Start.AddDays(night).AddMinutes(9),
            Datasets = [new RunDataset("mini", "mini.jsonl", "hash", Tasks)],
            PlannedAttempts = Tasks * names.Length,

            // The second model has a new price on the last night.
            Models = [.. run.Models.Select((model, i) => i == 1 && night == nights - 1
                ? model with { Price = model.Price! with { OutputUsdPerMillionTokens = 12 } } : model)],
        };
    }

    private static List<Attempt> Attempts(Run run, int night, int worseFrom)
    {
        var attempts = new List<Attempt>();
        for (var model = 0; model < run.Models.Count; model++)
        {
            var random = new Random((night * 100) + model);
            var busy = 1 + (0.1 * random.NextDouble());
            var isWorse = model == 0 && night >= worseFrom;
            for (var task = 0; task < Tasks; task++)
            {
                var rate = Math.Min(0.99, (task % 5) switch { 0 => 0.05, 1 => 0.5, 2 => 0.85, 3 => 0.97,
                    _ => 0.99 } * (1 - (0.06 * model))) * (isWorse ? 0.75 : 1);
                attempts.Add(An.Attempt($"task-{task:000}", run.Models[model].Name) with
                {
                    RunId = run.Id,
                    Verdict = random.NextDouble() < 0.004 ? Verdict.ProviderError : random.NextDouble() < rate
                        ? Verdict.Passed : Verdict.Failed,
                    Timing = An.Timing((isWorse ? 2 : 1) * busy * (150 + random.Next(100)),
                        (isWorse ? 2 : 1) * busy * (900 + random.Next(600))),
                    Usage = An.Usage(400, 80 + random.Next(80)),
                    CostUsd = (80 + random.Next(80)) * 0.00001m * (model + 1),
                });
            }
        }

        return attempts;
    }
}
