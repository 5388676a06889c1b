using Eval.Datasets;
using Eval.Harness.Replies;
using Eval.Harness.Scoring;
using Eval.Results.Records;

namespace Eval.Harness.Tests.Runs;

/// <summary>A scorer that does what a test says.</summary>
internal sealed class ScriptedScorer(Func<EvalTask, Reply, CancellationToken, Task<ScoredAnswer>> score) : IScorer
{
    private int _scored;

    public static ScriptedScorer Passing => new((_, _, _) => Task.FromResult(new ScoredAnswer { Verdict = Verdict.Passed }));

    /// <summary>How often it was called.</summary>
    public int Scored => _scored;

    public bool Accepts(EvalTask task) => true;

    public Task<ScoredAnswer> ScoreAsync(EvalTask task, Reply reply, CancellationToken ct)
    {
        Interlocked.Increment(ref _scored);
        return score(task, reply, ct);
    }

    public Task<string?> CodeOfAsync(EvalTask task, string reply, CancellationToken ct) => Task.FromResult<string?>(reply);
}
