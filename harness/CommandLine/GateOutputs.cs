using Eval.Reports;
using Eval.Reports.Gates;
using Eval.Reports.Markdown;

namespace Eval.Harness.CommandLine;

/// <summary>Writes what gates saw for CI services.</summary>
internal static class GateOutputs
{
    /// <summary>Where GitHub Actions takes a job's summary from.</summary>
    private const string StepSummary = "GITHUB_STEP_SUMMARY";

    public static void Write(RunResults results, IReadOnlyList<GateResult> gates, string? junit)
    {
        if (junit is not null)
        {
            JUnitXml.Write(junit, results.Run.Id, results.Run.StartedAt, gates);
        }

        if (Environment.GetEnvironmentVariable(StepSummary) is { Length: > 0 } summary)
        {
            File.AppendAllText(summary, MarkdownSummary.Of(results, gates) + "\n");
        }
    }
}
