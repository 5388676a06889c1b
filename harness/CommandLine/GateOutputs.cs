using Eval.Harness.Console;
using Eval.Reports;
using Eval.Reports.Gates;
using Eval.Reports.Markdown;
using Eval.Results;

namespace Eval.Harness.CommandLine;

/// <summary>Writes what a run and its gates showed for CI services.</summary>
internal static class GateOutputs
{
    /// <summary>Where GitHub Actions takes a job's summary from.</summary>
    private const string StepSummary = "GITHUB_STEP_SUMMARY";

    /// <summary>Writes the files; what cannot be written is told, and takes nothing else with it.</summary>
    /// <returns>Whether all of it was written.</returns>
    public static bool Write(Terminal terminal, ReportInput results, string? junit)
    {
        var isWritten = true;
        void Try(string what, Action write)
        {
            try
            {
                write();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                terminal.SayMistakes([$"{what} could not be written: {e.Message}"]);
                isWritten = false;
            }
        }

        if (junit is not null)
        {
            Try($"--junit {junit}", () =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(junit))!);
                JUnitXml.Write(junit, results.Run.Id, results.Run.StartedAt, results.Gates ?? []);
            });
        }

        if (Environment.GetEnvironmentVariable(StepSummary) is { Length: > 0 } summary)
        {
            Try(StepSummary, () => File.AppendAllText(summary, MarkdownSummary.Create(results) + "\n"));
        }

        return isWritten;
    }
}
