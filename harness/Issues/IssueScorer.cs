using Eval.Datasets;
using Eval.Harness.Patches;
using Eval.Harness.Replies;
using Eval.Harness.Scoring;
using Eval.Results.Records;

namespace Eval.Harness.Issues;

/// <summary>Scores replies to issue tasks: finds the change in the reply and grades it.</summary>
internal sealed class IssueScorer(IssueGrader grader) : IScorer
{
    public bool Accepts(EvalTask task) => task is IssueTask;

    public Task<string?> CodeOfAsync(EvalTask task, string reply, CancellationToken ct)
    {
        var change = PatchExtractor.Extract(reply, SingleShotPrompts.FilesOf((IssueTask)task));
        return Task.FromResult(change.Kind is ChangeKind.Nothing or ChangeKind.Refusal
            ? null
            : change.Diff ?? string.Join('\n', change.Edits.Select(edit => edit.ToString())
                .Concat(change.Files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{file.Key}\n{file.Value}"))));
    }

    public async Task<ScoredAnswer> ScoreAsync(EvalTask task, Reply reply, CancellationToken ct)
    {
        var issue = (IssueTask)task;
        var change = PatchExtractor.Extract(reply.Text, SingleShotPrompts.FilesOf(issue));
        switch (change.Kind)
        {
            case ChangeKind.Refusal:
                return new ScoredAnswer { Verdict = Verdict.Refused, Error = "the model declined" };
            case ChangeKind.Nothing when reply.FinishReason == Trajectory.NoPatch:
                return new ScoredAnswer { Verdict = Verdict.PatchRejected, Error = reply.Text };
            case ChangeKind.Nothing when reply.IsFiltered:
                return new ScoredAnswer { Verdict = Verdict.Refused, Error = "the provider's content filter cut the reply" };
            case ChangeKind.Nothing:
                return reply.IsCut
                    ? new ScoredAnswer { Verdict = Verdict.Truncated, Error = "cut at the token limit before any change" }
                    : new ScoredAnswer { Verdict = Verdict.NoCode, Error = "the patch is empty", Grading = new IssueGrading() };
        }

        var scored = await grader.GradeAsync(issue, change, ct);
        // Of an agent whose last call was filtered, what it had changed by then is its patch.
        return reply.IsFiltered && scored.Verdict != Verdict.PatchRejected ? scored : scored.WithEndOf(reply);
    }
}
