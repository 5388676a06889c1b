using Eval.Sandboxes;
using Eval.Sandboxes.Workspaces;

namespace Eval.Harness.Issues;

/// <summary>
/// The working copy of an agent. One whose container is gone or unusable is made anew, with the commands before run again. What happens
/// again then is the doing of the command, and the copy is as it was before it. Not thread-safe.
/// </summary>
internal sealed class AgentCopy : IAsyncDisposable
{
    private const int MaxTries = 2;
    private readonly Func<CancellationToken, Task<Workspace>> _openAsync;
    private readonly CommandLimits _limits;
    private readonly List<string> _commands = [];
    private Workspace _workspace;
    private bool _isLost;

    private AgentCopy(Func<CancellationToken, Task<Workspace>> openAsync, CommandLimits limits, Workspace workspace)
    {
        _openAsync = openAsync;
        _limits = limits;
        _workspace = workspace;
    }

    /// <summary>What went wrong with the container last.</summary>
    public string? Problem { get; private set; }

    /// <param name="openAsync">Opens a fresh working copy of the task.</param>
    /// <param name="limits">What one command may use.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task<AgentCopy> OpenAsync(
        Func<CancellationToken, Task<Workspace>> openAsync, CommandLimits limits, CancellationToken ct) =>
        new(openAsync, limits, await openAsync(ct));

    /// <summary>Runs a command; null where it makes its container unusable.</summary>
    /// <exception cref="SandboxUnavailableException">The machine failed.</exception>
    public Task<CommandResult?> RunAsync(string command, CancellationToken ct) => TryAsync(
        async () =>
        {
            var result = await _workspace.RunAsync(command, _limits, ct);
            _commands.Add(command);
            return result;
        },
        ct);

    /// <summary>Returns what has changed; null where it cannot be told.</summary>
    /// <exception cref="SandboxUnavailableException">The machine failed.</exception>
    public Task<WorkspaceDiff?> DiffAsync(CancellationToken ct) => TryAsync(() => _workspace.DiffAsync(ct), ct);

    public ValueTask DisposeAsync() => _workspace.DisposeAsync();

    private async Task<T?> TryAsync<T>(Func<Task<T>> work, CancellationToken ct)
        where T : class
    {
        for (var tries = 0; tries < MaxTries && !_isLost; tries++)
        {
            try
            {
                return await work();
            }
            catch (SandboxUnavailableException e) when (e.IsOfContainer)
            {
                Problem = e.Message;
                await RenewAsync(ct);
            }
        }

        return null;
    }

    private async Task RenewAsync(CancellationToken ct)
    {
        await _workspace.DisposeAsync();
        _workspace = await _openAsync(ct);
        try
        {
            foreach (var command in _commands)
            {
                await _workspace.RunAsync(command, _limits, ct);
            }
        }
        catch (SandboxUnavailableException e) when (e.IsOfContainer)
        {
            (_isLost, Problem) = (true, e.Message);
        }
    }
}
