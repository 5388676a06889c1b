using Eval.Sandboxes;

namespace Eval.Harness.Tests.Scoring.Judging;

/// <summary>A sandbox that runs tests and answers together, whatever it could do.</summary>
internal sealed class TogetherSandbox(ISandbox sandbox) : ISandbox
{
    public string Name => sandbox.Name;

    public IsolationLevel Isolation => sandbox.Isolation;

    public bool Runs(string language) => sandbox.Runs(language);

    public Task<string> FingerprintAsync(string language, CancellationToken ct) => sandbox.FingerprintAsync(language, ct);

    public Task<ExecutionResult> ExecuteAsync(ExecutionRequest request, CancellationToken ct) => sandbox.ExecuteAsync(request, ct);

    /// <summary>The other one is disposed of by whoever made it.</summary>
    public ValueTask DisposeAsync() => default;
}
