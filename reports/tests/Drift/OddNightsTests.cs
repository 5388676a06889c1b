using Eval.Reports.Charts;
using Eval.Reports.Csv;
using Eval.Reports.Drift;
using Eval.Reports.Gates;
using Eval.Reports.Html;
using Eval.Reports.Markdown;
using Eval.Reports.Tests.Html;
using Eval.Reports.Tests.Storage;
using Eval.Results;
using Eval.Results.Metrics;
using Eval.Results.Records;

namespace Eval.Reports.Tests.Drift;

/// <summary>
/// Whatever endpoints answer, a run that was paid for ends in files: few tasks, nights without an answer, the same number every night,
/// tokens and costs below zero, names of one letter or of a thousand.
/// </summary>
public sealed class OddNightsTests : IDisposable
{
    private const int Files = 20;
    private const int MaxNights = 14;

    private static readonly string[] Names =
    [
        "a", "-m", "vendor/model", new string('W', 1000), "\u202eevil\u200b", "x\n| y |", "\ud800", "\U0001F600\U0001F600", "<script>&\"'",
            "\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd\ufdfd",
    ];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, Files)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Every_file_is_written_and_every_sum_is_a_number(int seed)
    {
        var (results, previous) = Odd(new Random(seed));

        var gates = new List<Gate>(MetricCatalog.Default.Gates.SelectMany(metric => new[] { new Gate { Metric = metric, Min = 0.5 },
            new Gate { Metric = metric, Max = 0.5, Certain = true } }))
        {
            new() { NonInferiorTo = RunHistory.Latest }, new() { NonInferiorTo = "model:" + results.Run.Models[^1].Name },
                new() { NonInferiorTo = "none" }, new() { Metric = "pass_at_1", Min = 0, Class = "nothing" },
        };
        results = results with { Gates = await GateChecker.CheckAsync(results, gates,
            (gate, _) => Task.FromResult<RunResults?>(gate.NonInferiorTo == RunHistory.Latest ? previous : null)) };
        foreach (IReport report in new IReport[] { new AttemptsCsv(), new SummaryCsv(), new ChartFiles(), new HtmlReport(),
            new MarkdownSummary() })
        {
            await report.WriteAsync(results, _folder.Info, TestContext.Current.CancellationToken);
        }

        JUnitXml.Write(Path.Combine(_folder.Path, "gates.xml"), results.Run.Id, results.Run.StartedAt, results.Gates);
        AssertNumbers(results);
        Assert.DoesNotContain("NaN", MarkdownSummary.Create(results), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_odd_keeps_a_night_from_being_looked_at()
    {
        for (var seed = 1000; seed < 2000; seed++)
        {
            AssertNumbers(Odd(new Random(seed)).Tonight);
        }
    }

    private static void AssertNumbers(ReportInput results) => Assert.All(
        results.Drift!.Series.SelectMany(series => series.Points),
        point => Assert.True(double.IsFinite(point.Sum) && (point.Score is not { } score || double.IsFinite(score)), point.ToString()));

    /// <summary>A night of odd runs with those before it, and the one just before.</summary>
    private static (ReportInput Tonight, ReportInput? Previous) Odd(Random random)
    {
        string[] names = [.. Names.OrderBy(_ => random.Next()).Take(random.Next(1, 4))];
        var (nights, tasks, samples) = (random.Next(1, MaxNights), random.Next(1, 4), random.Next(1, 3));
        var habits = names.Select(_ => Habit(random)).ToList();
        var runs = Enumerable.Range(0, nights).Select(night => An.Run(names) with
        {
            Id = $"night-{night:00}", StartedAt = An.Start.AddDays(night), EndedAt = An.Start.AddDays(night).AddMinutes(1),
                Samples = samples,
            Datasets = [new RunDataset("mini", "mini.jsonl", "hash", tasks)], PlannedAttempts = tasks * samples * names.Length,
        }).ToList();
        var attempts = runs.ConvertAll(run => Enumerable.Range(0, names.Length).SelectMany(model =>
        {
            var habit = random.Next(4) == 0 ? Habit(random) : habits[model];
            return Enumerable.Range(0, tasks * samples).Where(_ => random.Next(20) > 0)
                .Select(i => habit(An.Attempt($"task-{i / samples}", names[model], i % samples) with { RunId = run.Id }));
        }).ToList());
        var histories = runs[^1].Models.Select((_,
            model) => (IReadOnlyList<Night>)[.. runs.Select((run, night) => Night.From(run, run.Models[model], attempts[night]))]).ToList();
        var confirmation = random.Next(2) == 0 ? SampleSummary.Results(runs[0], attempts[0]) : null;
        return (SampleSummary.Results(runs[^1], attempts[^1]) with { Drift = DriftDetector.Check(histories, confirmation) },
            nights == 1 ? null : SampleSummary.Results(runs[^2], attempts[^2]));
    }

    /// <summary>How an endpoint behaves on a night.</summary>
    private static Func<Attempt, Attempt> Habit(Random random)
    {
        var verdicts = Enum.GetValues<Verdict>();
        var passes = random.NextDouble() * random.Next(3);
        var fails = random.Next(3) == 0 ? random.NextDouble() : 0;
        int?[] tokens = [null, 0, 1, -1, -100_000_000, 100_000_000, 100];
        decimal?[] costs = [null, 0m, 0.01m, -0.01m, -1e9m, 1e12m, 1e-20m];
        double?[] times = [null, 0, 0.0001, 200, 1e12];
        var (token, cost, time) = (tokens[random.Next(tokens.Length)], costs[random.Next(costs.Length)], times[random.Next(times.Length)]);
        var served = random.Next(3) == 0 ? null : Names[random.Next(Names.Length)];
        return attempt =>
        {
            var isBad = random.NextDouble() < fails;
            return attempt with
            {
                Verdict = isBad ? verdicts[random.Next(verdicts.Length)] : random.NextDouble() < passes ? Verdict.Passed : Verdict.Failed,
                Usage = new Usage { InputTokens = token, OutputTokens = token },
                CostUsd = random.Next(10) == 0 ? 0.01m : cost,
                Timing = time is { } known ? An.Timing(known, known) with { LastDelta = null } : null,
                ServedModel = served,
                Class = random.Next(5) == 0 ? "library-api" : attempt.Class,
            };
        };
    }
}
