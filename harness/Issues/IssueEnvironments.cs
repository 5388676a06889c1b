using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Eval.Datasets;
using Eval.Sandboxes;
using Eval.Sandboxes.Docker;
using Eval.Sandboxes.Workspaces;

namespace Eval.Harness.Issues;

/// <summary>Chooses what a task's tests run in, and opens working copies of it.</summary>
internal sealed class IssueEnvironments(DockerWorkspaces workspaces, RepositorySource repositories)
{
    private readonly ConcurrentBag<TimeSpan> _openings = [];

    /// <summary>How long each working copy took to open, container and copy, without building images.</summary>
    public IReadOnlyCollection<TimeSpan> Openings => _openings;

    /// <summary>Returns the environment of a task, and the published image where that is used.</summary>
    /// <exception cref="SandboxUnavailableException">There is none; the message says what to add.</exception>
    public async Task<(WorkspaceEnvironment Environment, string? Published)> FindAsync(IssueTask task, CancellationToken ct)
    {
        if (task.EnvironmentFolder is { } folder)
        {
            return (WorkspaceEnvironment.Read(folder), null);
        }

        if (task.Environment is { } name)
        {
            return (workspaces.Environments.FirstOrDefault(environment => environment.Name == name)
                ?? throw new SandboxUnavailableException($"Task {task.Id} names the environment '{name}'; there are "
                + $"{string.Join(", ", workspaces.Environments.Select(environment => environment.Name))}."), null);
        }

        var serving = workspaces.Environments.Where(environment => environment.Serves(task.Repository, task.Version)).ToList();
        foreach (var environment in serving.Where(environment => environment.Image is not null))
        {
            foreach (var image in PublishedNames(environment.Image!, task.Id))
            {
                if (await workspaces.HasImageAsync(image, ct))
                {
                    return (environment, image);
                }
            }
        }

        if (serving.FirstOrDefault(environment => environment.Image is null) is { } own)
        {
            return (own, null);
        }

        var published = serving.FirstOrDefault()?.Image is { } pattern ? PublishedNames(pattern, task.Id).First() : null;
        throw new SandboxUnavailableException(
            $"No environment here runs the tests of {task.Repository} {task.Version} (task {task.Id}); "
            + (published is null ? "" : $"pull the published image ('docker pull {published}'), or ")
            + "add a folder with a Dockerfile and environment.json to images/environments.");
    }

    /// <summary>Opens a fresh working copy of a task.</summary>
    public async Task<(WorkspaceEnvironment Environment, Workspace Workspace)> OpenAsync(IssueTask task, CancellationToken ct)
    {
        var (environment, published) = await FindAsync(task, ct);
        var image = await workspaces.EnsureImageAsync(environment, published, published is null ? repositories.TreeOf(task) : null, ct);
        var workspace = await workspaces.OpenAsync(environment, image, ct);
        _openings.Add(workspace.Opening);
        return (environment, workspace);
    }

    /// <summary>The names that SWE-bench publishes an image under, and that its own harness builds it under.</summary>
    private static IEnumerable<string> PublishedNames(string pattern, string instance)
    {
        var architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x86_64";
        var id = instance.ToLowerInvariant();
        string Name(string text, string written) =>
            text.Replace("{architecture}", architecture, StringComparison.Ordinal).Replace("{instance}", written, StringComparison.Ordinal);
        yield return Name(pattern, id.Replace("__", "_1776_", StringComparison.Ordinal));
        yield return Name(pattern[(pattern.IndexOf('/', StringComparison.Ordinal) + 1)..], id);
    }
}
