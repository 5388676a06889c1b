using System.Text.Json;
using Eval.Harness.CommandLine;
using Eval.Harness.Runs;
using Eval.Harness.Tests.Nightly;
using Eval.Reports;
using Eval.Reports.Gates;
using Eval.Results;
using Eval.Results.Metrics;
using Eval.Results.Records;

namespace Eval.Harness.Tests.CommandLine;

public sealed class JsonSummaryTests
{
    [Fact]
    public void It_says_how_the_run_ended_and_what_it_found()
    {
        var run = ANight.Create("night", ANight.Start) with
        {
            StoppedBy = RunStop.Budget, PlannedAttempts = 3, SetAside = [new RunSetAsideTask("mini", "task-9", "does not compile")],
        };
        var left = ANight.Attempt("night") with { Key = new AttemptKey("mini", "task-2", "alpha", 0), Verdict = Verdict.Skipped };

        var json = Parse(run, [ANight.Attempt("night"), left], spentUsd: 0.25m, exitCode: 4);

        Assert.Equal(("night", "runs/night", 4), (Text(json, "run_id"), Text(json, "folder"), json.GetProperty("exit_code").GetInt32()));
        Assert.Equal((3, 1), (json.GetProperty("planned_attempts").GetInt32(), json.GetProperty("made_attempts").GetInt32()));
        Assert.Equal(("budget", 0.25m), (Text(json, "stopped_by"), json.GetProperty("spent_usd").GetDecimal()));
        Assert.Equal("task-9", Text(json.GetProperty("set_aside")[0], "task_id"));
        var gate = json.GetProperty("gates")[0];
        Assert.Equal(("alpha", false, "too low"), (Text(gate, "model"), gate.GetProperty("is_passed").GetBoolean(), Text(gate, "reason")));
    }

    [Fact]
    public void A_model_of_which_nothing_is_known_has_nulls_and_no_zeros()
    {
        var json = Parse(ANight.Create("night", ANight.Start), [], spentUsd: 0, exitCode: 0);

        var model = json.GetProperty("models")[0];
        Assert.Equal("alpha", Text(model, "model"));
        Assert.Equal(JsonValueKind.Null, model.GetProperty("pass_at1").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("stopped_by").ValueKind);
    }

    [Fact]
    public void It_is_one_line() => Assert.DoesNotContain('\n',
        Write(ANight.Create("night", ANight.Start), [ANight.Attempt("night")], 0, 0));

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static JsonElement Parse(Run run, Attempt[] attempts, decimal spentUsd, int exitCode) =>
        JsonDocument.Parse(Write(run, attempts, spentUsd, exitCode)).RootElement;

    private static string Write(Run run, Attempt[] attempts, decimal spentUsd, int exitCode) => JsonSummary.Create(
        new RunOutcome
        {
            Results = new ReportInput(new RunResults
            {
                Run = run,
                Attempts = attempts,
                Summary = RunSummarizer.Summarize(run, attempts, MetricCatalog.Default),
                ReadWithTexts = _ => attempts.ToAsyncEnumerable(),
            })
            {
                Gates = [new GateResult(GateParser.Parse("pass_at_1>=0.5"), "alpha", false, "too low")],
            },
            Folder = "runs/night",
            RunArguments = "night",
            IsInterrupted = false,
            BudgetRefused = null,
            SpentUsd = spentUsd,
            RefusedModels = new Dictionary<string, string>(),
        },
        exitCode);
}
