using Eval.Harness.Models;
using Eval.Reports;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Harness.Runs;

/// <summary>The end of a run: stores how it ended, and writes its files.</summary>
internal sealed class RunReporting(PreparedRun run, IRunStore store, TimeProvider time)
{
    /// <param name="plan">What was planned, without the tasks that turned out to be unusable.</param>
    /// <param name="forms">In which forms models were asked.</param>
    /// <param name="isWhole">Whether every attempt was made.</param>
    /// <param name="stoppedBy">Why not; null where no reason is known.</param>
    /// <exception cref="OutputException">The files cannot be written; the attempts are stored all the same.</exception>
    public async Task<ReportInput> WriteAsync(RunPlan plan, SentForms forms, bool isWhole, RunStop? stoppedBy)
    {
        var ended = SentParameters.Correct(plan.Run with { PlannedAttempts = run.CountAttempts(plan) }, plan.Models, forms) with
        {
            EndedAt = isWhole ? time.GetUtcNow() : null,
            StoppedBy = stoppedBy,
        };
        await store.UpdateRunAsync(ended, CancellationToken.None);
        var output = run.Options.Output;
        var folder = output.FolderOf(ended.Id);
        var results = await ReportFiles.WriteOrExplainAsync(store, ended.Id, folder, output.HasPages, CancellationToken.None);
        if (run.Answers is { } answers)
        {
            await GradedResultsFile.WriteAsync(answers, results, folder, CancellationToken.None);
        }

        return results;
    }
}
