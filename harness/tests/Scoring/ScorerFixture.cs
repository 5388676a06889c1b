using Eval.Datasets;
using Eval.Harness.Replies;
using Eval.Harness.Scoring;
using Eval.Sandboxes;
using Eval.Sandboxes.Roslyn;

namespace Eval.Harness.Tests.Scoring;

/// <summary>One real sandbox and the scorer upon it.</summary>
public sealed class ScorerFixture : IAsyncLifetime
{
    /// <summary>Honest sources take a tenth of it; hostile ones take it whole.</summary>
    private static readonly TimeSpan CompileTime = TimeSpan.FromSeconds(4);
    private RoslynSandbox? _sandbox;
    private FunctionScorer? _scorer;
    private FunctionScorer? _beside;
    private FunctionScorer? _unscanned;

    /// <summary>Gets what reads C#.</summary>
    internal ISyntaxReader Syntax => _sandbox!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await RoslynSandbox.StartAsync(new RoslynSandboxOptions { MaxWorkers = 2, CompileTime = CompileTime },
            CancellationToken.None);
        _scorer = new FunctionScorer(_sandbox, _sandbox, new ResourceLimits());
        _beside = new FunctionScorer(new SandboxWithoutSplit(_sandbox), _sandbox, new ResourceLimits());
        _unscanned = new FunctionScorer(new SandboxWithoutSplit(_sandbox, scans: false), _sandbox, new ResourceLimits());
    }

    public async ValueTask DisposeAsync()
    {
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }
    }

    internal RoslynSandbox Sandbox => _sandbox!;

    internal FunctionScorer Scorer => _scorer!;

    /// <summary>Gets what runs tests and answers in one process, as where the two cannot be parted.</summary>
    internal FunctionScorer Beside => _beside!;

    internal Task<ScoredAnswer> ScoreAsync(FunctionTask task, string reply, string? finishReason = "stop") =>
        _scorer!.ScoreAsync(task, new Reply(reply, finishReason), TestContext.Current.CancellationToken);

    internal Task<ScoredAnswer> ScoreBesideAsync(FunctionTask task, string reply) =>
        Beside.ScoreAsync(task, new Reply(reply, "stop"), TestContext.Current.CancellationToken);

    /// <summary>Scores an answer that may do what it likes to the process that it shares with its tests.</summary>
    internal Task<ScoredAnswer> ScoreUnscannedAsync(FunctionTask task, string reply) =>
        _unscanned!.ScoreAsync(task, new Reply(reply, "stop"), TestContext.Current.CancellationToken);

    /// <summary>Returns the code that is chosen from a reply, without running it.</summary>
    internal Task<ExtractedCode> ExtractAsync(FunctionTask task, string reply) =>
        new CodeExtractor(_sandbox).ExtractAsync(task, reply, TestContext.Current.CancellationToken);

    /// <summary>Returns code that is the answer already as it would be scored.</summary>
    internal Task<ExtractedCode> ShapeAsync(FunctionTask task, string code) =>
        new CodeExtractor(_sandbox).ShapeAsync(task, code, TestContext.Current.CancellationToken);
}
