using Eval.Reports;
using Eval.Reports.Gates;
using Eval.Reports.Markdown;

namespace Eval.Harness.CommandLine;

/// <summary>Writes what a run and its gates showed for CI services.</summary>
internal static class GateOutputs
{
    /// <summary>Where GitHub Actions takes a job's summary from.</summary>
    private const string StepSummary = "GITHUB_STEP_SUMMARY";

    public static void Write(RunResults results, string? junit)
    {
        if (junit is not null)
        {
            JUnitXml.Write(junit, results.Run.Id, results.Run.StartedAt, results.Gates ?? []);
        }

        if (Environment.GetEnvironmentVariable(StepSummary) is { Length: > 0 } summary)
        {
            File.AppendAllText(summary, MarkdownSummary.Of(results) + "\n");
        }
    }
}
