using Eval.Datasets;
using Eval.Harness.Models;
using Eval.Harness.Replies;
using Eval.Harness.Scoring;
using Eval.Results.Records;
using Eval.Routing.Policies;
using Eval.Sandboxes;

namespace Eval.Harness.Runs;

/// <summary>
/// Lets an answer of a policy run as a production verifier would. The same program is run as for the verdict, because it holds the visible
/// tests; of what it gives only those are looked at, and compiling. Its time is that of the execution, without waiting for a sandbox.
/// </summary>
internal sealed class AttemptVerifier(IScorer scorer, EvalTask task, SemaphoreSlim free) : IAnswerVerifier
{
    public async Task<Verification> VerifyAsync(VerifierKind kind, Completion answer, CancellationToken ct)
    {
        await free.WaitAsync(ct);
        try
        {
            var reply = new Reply(answer.Text, answer.FinishReason);
            var scored = await SandboxRetry.RunAsync(() => scorer.ScoreAsync(task, reply, ct));
            return new Verification(IsAccepted(kind, scored, reply.IsCut), scored.Execution ?? TimeSpan.Zero);
        }
        catch (SandboxUnavailableException)
        {
            return Verification.Refused;
        }
        finally
        {
            free.Release();
        }
    }

    public Task<string?> CodeOfAsync(Completion answer, CancellationToken ct) => scorer.CodeOfAsync(task, answer.Text, ct);

    private static bool IsAccepted(VerifierKind kind, ScoredAnswer scored, bool isCut) => kind switch
    {
        VerifierKind.PublicTests => scored.VisibleTestsPassed == true,
        VerifierKind.ExistingTests => scored.Grading is { IsApplied: true, PassToPassFailed.Count: 0, PassToPassSucceeded.Count: > 0 },
        VerifierKind.Build =>
            !isCut && scored.Verdict is not (Verdict.CompileError or Verdict.NoCode or Verdict.Refused or Verdict.PatchRejected
            or Verdict.SandboxError),
        _ => false,
    };
}
