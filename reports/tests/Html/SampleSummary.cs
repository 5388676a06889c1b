using Eval.Results;
using Eval.Results.Records;

namespace Eval.Reports.Tests.Html;

/// <summary>Results of attempts in memory, as the store would give them.</summary>
internal static class SampleSummary
{
    public static ReportInput Results(Run run, IReadOnlyList<Attempt> attempts, params string[] warnings)
    {
        List<Attempt> withoutTexts = [.. attempts.Select(attempt => attempt with { Texts = null })];
        var summary = RunSummarizer.Summarize(run, withoutTexts);
        return new ReportInput(new RunResults
        {
            Run = run,
            Attempts = withoutTexts,
            Summary = summary with { Warnings = [.. summary.Warnings, .. warnings] },
            ReadWithTexts = _ => attempts.ToAsyncEnumerable(),
        });
    }
}
