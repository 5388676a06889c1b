using Docker.DotNet.Models;

namespace Eval.Sandboxes.Docker;

/// <summary>Removes what killed runs left behind.</summary>
internal static class ContainerReaper
{
    /// <summary>Removes our containers whose process is gone. Those of living runs, and of other machines on the same engine, stay.</summary>
    public static async Task RemoveLeftoversAsync(DockerEngine engine, CancellationToken ct)
    {
        var ours = new ContainersListParameters
        {
            All = true,
            Filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { [$"{ContainerLabels.Machine}={ContainerLabels.ThisMachine}"] = true } },
        };
        var found = await engine.CallAsync(token => engine.Client.Containers.ListContainersAsync(ours, token), null, ct).ConfigureAwait(false);
        foreach (var container in found.Where(container => ContainerLabels.IsOrphan(container.Labels[ContainerLabels.Owner])))
        {
            try
            {
                await engine.CallAsync(token => engine.Client.Containers.RemoveContainerAsync(container.ID, new ContainerRemoveParameters { Force = true }, token), ct).ConfigureAwait(false);
            }
            catch (SandboxUnavailableException)
            {
                // Another start removes it at this moment.
            }
        }
    }
}
