using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Sandboxes.Workspaces;

namespace Eval.Harness.Issues;

/// <summary>
/// Lets a model work on an issue: one command a turn in a working copy, until it submits or a limit is reached. What has changed by then is
/// its patch, also at a limit. Each call is kept as soon as it is paid for, and an attempt that was cut off goes on from there.
/// </summary>
internal sealed class Agent(IssueEnvironments environments, AgentOptions options, int atOnce) : IDisposable
{
    /// <summary>A copy is held while the model thinks; endpoints can handle more attempts at once than this machine.</summary>
    private readonly SemaphoreSlim _free = new(atOnce);

    public AgentOptions Options => options;

    public void Dispose() => _free.Dispose();

    /// <exception cref="ModelCallException">The endpoint failed. What was paid for is kept; the attempt can be gone on with.</exception>
    /// <exception cref="Sandboxes.SandboxUnavailableException">The machine failed; likewise.</exception>
    /// <exception cref="OperationCanceledException">The run is being stopped; likewise.</exception>
    public async Task<AgentResult> RunAsync(AgentRequest request, CancellationToken stop, CancellationToken ct)
    {
        // What runs here is run again on resume. Only an open call is waited for, which is paid for.
        using var working = CancellationTokenSource.CreateLinkedTokenSource(stop, ct);
        await _free.WaitAsync(working.Token);
        try
        {
            var limits = new CommandLimits { Time = options.CommandTime };
            async Task<Workspace> OpenAsync(CancellationToken token) => (await environments.OpenAsync(request.Task, token)).Workspace;
            await using var copy = await AgentCopy.OpenAsync(OpenAsync, limits, working.Token);
            return await new AgentAttempt(request, options, copy).RunAsync(stop, working.Token, ct);
        }
        finally
        {
            _free.Release();
        }
    }
}
