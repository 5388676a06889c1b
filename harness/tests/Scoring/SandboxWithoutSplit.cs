using Eval.Sandboxes;

namespace Eval.Harness.Tests.Scoring;

/// <summary>A real sandbox that runs tests and answers together, always.</summary>
internal sealed class SandboxWithoutSplit(ISandbox sandbox) : ISandbox
{
    public string Name => sandbox.Name;

    public IsolationLevel Isolation => sandbox.Isolation;

    public bool Runs(string language) => sandbox.Runs(language);

    public Task<string> FingerprintAsync(string language, CancellationToken ct) => sandbox.FingerprintAsync(language, ct);

    public Task<ExecutionResult> ExecuteAsync(ExecutionRequest request, CancellationToken ct) => sandbox.ExecuteAsync(request, ct);

    public ValueTask DisposeAsync() => sandbox.DisposeAsync();
}
