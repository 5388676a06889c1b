using Eval.Sandboxes;

namespace Eval.Harness.Tests.Scoring;

/// <summary>A real sandbox that runs tests and answers together, always.</summary>
/// <param name="sandbox">The sandbox.</param>
/// <param name="scans">Whether reflection is refused where the task's tests want that. Default: yes.</param>
internal sealed class SandboxWithoutSplit(ISandbox sandbox, bool scans = true) : ISandbox
{
    public string Name => sandbox.Name;

    public IsolationLevel Isolation => sandbox.Isolation;

    public bool Runs(string language) => sandbox.Runs(language);

    public Task<string> FingerprintAsync(string language, CancellationToken ct) => sandbox.FingerprintAsync(language, ct);

    public Task<ExecutionResult> ExecuteAsync(ExecutionRequest request, CancellationToken ct) =>
        sandbox.ExecuteAsync(request with { ForbidReflection = scans && request.ForbidReflection }, ct);

    public ValueTask DisposeAsync() => sandbox.DisposeAsync();
}
