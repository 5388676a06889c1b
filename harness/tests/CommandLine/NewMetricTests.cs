using Eval.Harness.CommandLine;
using Eval.Harness.Console;
using Eval.Harness.Runs;
using Eval.Harness.Tests.Nightly;
using Eval.Reports;
using Eval.Results;
using Eval.Results.Metrics;

namespace Eval.Harness.Tests.CommandLine;

/// <summary>A metric that the program does not have stands in its table and its line of JSON once it is in the catalogue.</summary>
public sealed class NewMetricTests
{
    private static readonly Metric Again = new()
    {
        Name = "retries_mean",
        Title = "retries",
        Unit = MetricUnit.Score,
        FromAnswers = answers => Aggregation.Mean(answers, attempt => attempt.Retries),
        Terminal = new("retries"),
    };

    [Fact]
    public void The_terminal_shows_it()
    {
        using var output = new StringWriter();
        SummaryTable.Print(new Terminal(output, output, isInteractive: false, useColor: false), Results());

        Assert.Contains("| retries |", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("|    2.00 |", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_line_of_JSON_has_it() => Assert.Contains("\"retries_mean\":2}", JsonSummary.Create(
        new RunOutcome
        {
            Results = Results(),
            Folder = "runs/night",
            RunArguments = "night",
            IsInterrupted = false,
            BudgetRefused = null,
            SpentUsd = 0,
            RefusedModels = new Dictionary<string, string>(),
        },
        exitCode: 0));

    private static ReportInput Results()
    {
        var run = ANight.Create("night", ANight.Start);
        var attempts = new[] { ANight.Attempt("night") with { Retries = 2 } };
        return new ReportInput(new RunResults
        {
            Run = run,
            Attempts = attempts,
            Summary = RunSummarizer.Summarize(run, attempts, new MetricCatalog([.. MetricCatalog.Default.All, Again], [])),
            ReadWithTexts = _ => attempts.ToAsyncEnumerable(),
        });
    }
}
