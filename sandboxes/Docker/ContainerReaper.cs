using Docker.DotNet.Models;

namespace Eval.Sandboxes.Docker;

/// <summary>Removes containers, so that none is left behind: not by this program, nor by one that was killed.</summary>
internal static class ContainerReaper
{
    private static readonly TimeSpan RemoveTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Removes our containers whose process is gone. Those of living runs, and of other machines on the same engine, stay.
    /// </summary>
    public static async Task RemoveLeftoversAsync(DockerEngine engine, CancellationToken ct)
    {
        foreach (var container in await ListAsync(engine, ContainerLabels.Machine, ContainerLabels.ThisMachine, ct))
        {
            if (ContainerLabels.IsOrphan(container.Labels[ContainerLabels.Owner]))
            {
                await RemoveAsync(engine, container.ID);
            }
        }
    }

    /// <summary>
    /// Removes what was started over a connection, before it is closed, and waits until the engine has none of it. An engine that was
    /// killed in the middle may have made containers that it never told of, and may refuse for a while to remove others.
    /// </summary>
    public static async Task RemoveAllAsync(DockerEngine engine)
    {
        var clock = TimeProvider.System.GetTimestamp();
        try
        {
            while (await ListAsync(engine, ContainerLabels.Connection, engine.ConnectionId, CancellationToken.None) is { Count: > 0 } left
                && TimeProvider.System.GetElapsedTime(clock) < RemoveTime)
            {
                await Task.WhenAll(left.Select(container => RemoveAsync(engine, container.ID)));
                await Task.Delay(BetweenLooks);
            }
        }
        catch (SandboxUnavailableException)
        {
            // The engine is gone. Containers end with their standard input, and the next start removes them.
        }
    }

    /// <summary>Removes a container. One that cannot be removed now is removed with the connection.</summary>
    public static async Task RemoveAsync(DockerEngine engine, string id)
    {
        try
        {
            await engine.CallAsync<object?>(
                async token =>
                {
                    await engine.Client.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters { Force = true }, token);
                    return null;
                },
                RemoveTime,
                CancellationToken.None);
        }
        catch (SandboxUnavailableException)
        {
            // It is removed already, or being removed, by itself or another start; or the engine is gone.
        }
    }

    private static Task<IList<ContainerListResponse>> ListAsync(DockerEngine engine, string label, string value, CancellationToken ct)
    {
        var labelled = new ContainersListParameters
        {
            All = true,
            Filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] =
                new Dictionary<string, bool> { [$"{label}={value}"] = true } },
        };
        return engine.CallAsync(token => engine.Client.Containers.ListContainersAsync(labelled, token), null, ct);
    }
}
