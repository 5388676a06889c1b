using System.Globalization;
using Eval.Datasets;
using Eval.Harness.Options;
using Eval.Sandboxes;
using Eval.Sandboxes.Workspaces;

namespace Eval.Harness.Issues;

/// <summary>All that issue tasks run in, opened.</summary>
internal sealed class IssueSandbox : IAsyncDisposable
{
    /// <summary>While one waits for its model another may run a command.</summary>
    private const int AgentsPerSandbox = 2;

    private readonly DockerWorkspaces _workspaces;
    private long _imageBytesBefore;

    private IssueSandbox(DockerWorkspaces workspaces, RepositorySource repositories, TimeSpan testTime, AgentOptions agent, int agents)
    {
        _workspaces = workspaces;
        Repositories = repositories;
        Environments = new IssueEnvironments(workspaces, repositories);
        Grader = new IssueGrader(Environments, testTime);
        Agent = new Agent(Environments, agent, agents);
    }

    /// <summary>Lets models work on issues.</summary>
    public Agent Agent { get; }

    /// <summary>What models are told that answer in one go; null where they work as agents.</summary>
    public SingleShotPrompts? SingleShot { get; private init; }

    public RepositorySource Repositories { get; }

    public IssueEnvironments Environments { get; }

    public IssueGrader Grader { get; }

    /// <summary>Connects, and makes sure of every repository and environment before a model is asked.</summary>
    /// <exception cref="SandboxUnavailableException">Something is missing; the message says what.</exception>
    public static async Task<IssueSandbox> OpenAsync(IssueOptions options, SandboxOptions sandboxes, IReadOnlyList<IssueTask> tasks,
        string runId,
        Action<string> say, CancellationToken ct)
    {
        var workspaces = await DockerWorkspaces.StartAsync(
            new WorkspaceOptions { Runtime = sandboxes.DockerRuntime, BaseImage = sandboxes.DockerBase, RunId = runId, Say = say }, ct);
        var repositories = new RepositorySource(options.Repositories, Path.Combine(PublicDataset.Folder, "repositories"), say);
        var sandbox = new IssueSandbox(
            workspaces,
            repositories,
            options.TestTimeout,
            options.Agent,
            AgentsPerSandbox * sandboxes.MaxSandboxes)
        {
            SingleShot = !options.IsAgent ? new SingleShotPrompts(repositories, options.EditFormat) : null,
        };
        try
        {
            sandbox._imageBytesBefore = await workspaces.ImageBytesAsync(ct);
            foreach (var task in tasks)
            {
                var (_, published) = await sandbox.Environments.FindAsync(task, ct);
                if (published is null || sandbox.SingleShot is not null)
                {
                    await sandbox.Repositories.CheckAsync(task, ct);
                }
            }

            return sandbox;
        }
        catch
        {
            await sandbox.DisposeAsync();
            throw;
        }
    }

    /// <summary>Says how fast working copies opened and what disk the images take; null where none was opened.</summary>
    public async Task<string?> DescribeUseAsync(CancellationToken ct)
    {
        var openings = Environments.Openings.Order().ToList();
        if (openings.Count == 0)
        {
            return null;
        }

        var after = await _workspaces.ImageBytesAsync(ct);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{openings.Count} working {(openings.Count == 1 ? "copy" : "copies")}, opened in "
                + $"{openings[openings.Count / 2].TotalSeconds:0.00} s (median; at most {openings[^1].TotalSeconds:0.00} s); our images: "
                + $"{_imageBytesBefore >> 20:N0} MiB before, {after >> 20:N0} MiB now ('doctor --gc' frees what is not needed)");
    }

    public ValueTask DisposeAsync()
    {
        Agent.Dispose();
        return _workspaces.DisposeAsync();
    }
}
