using System.Collections.Concurrent;
using System.Diagnostics;
using System.Formats.Tar;
using System.Text;
using Eval.Sandboxes.Docker;
using Eval.Sandboxes.Workspaces;

namespace Eval.Sandboxes.Tests.Workspaces;

/// <summary>Working copies of a tiny repository in the Python environment.</summary>
public sealed class WorkspaceFixture : IAsyncLifetime
{
    private const string Tree = "workspace-tests";
    private const int MaxTries = 300;

    // Several classes work at the same time.
    private readonly string _label = $"workspace-tests-{Guid.NewGuid():N}";
    private DockerWorkspaces? _workspaces;
    private string? _missing;

    /// <summary>What was said about building.</summary>
    public ConcurrentQueue<string> Built { get; } = [];

    /// <summary>The engine's working copies; a test that asks where there is no engine is skipped.</summary>
    public DockerWorkspaces Workspaces
    {
        get
        {
            Require.That(_missing is null, "needs a container engine: " + _missing);
            return _workspaces!;
        }
    }

    private WorkspaceEnvironment Environment => _workspaces!.Environments.Single(environment => environment.Name == "python");

    public async ValueTask InitializeAsync()
    {
        try
        {
            _workspaces = await DockerWorkspaces.StartAsync(
                new WorkspaceOptions { RunId = _label,
                    Say = line => { if (line.StartsWith("building", StringComparison.Ordinal)) { Built.Enqueue(line); } } },
                    TestContext.Current.CancellationToken);
        }
        catch (SandboxUnavailableException e)
        {
            _missing = e.Message;
        }
    }

    /// <summary>Opens a copy; with a command that makes it ready in another way than its environment's.</summary>
    public async Task<Workspace> OpenAsync(string? prepare = null)
    {
        Require.That(_missing is null, "needs a container engine: " + _missing);
        var ct = TestContext.Current.CancellationToken;
        var tree = new WorkspaceTree("tests", Tree + prepare, _ => Task.FromResult<Stream>(Pack()));
        var environment = Environment with { Prepare = prepare };
        var image = await _workspaces!.EnsureImageAsync(environment, null, tree, ct);
        return await _workspaces.OpenAsync(environment, image, ct);
    }

    /// <summary>Asserts that nothing is left. A busy engine takes a moment to remove what it was told to.</summary>
    public async Task AssertNoContainersAsync()
    {
        var left = await CountContainersAsync();
        for (var tries = 0; left > 0 && tries < MaxTries; tries++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            left = await CountContainersAsync();
        }

        Assert.Equal(0, left);
    }

    private async Task<int> CountContainersAsync()
    {
        using var docker = Process.Start(new ProcessStartInfo("docker",
            ["ps", "-aq", "--filter", $"label=eval.run={_label}"]) { RedirectStandardOutput = true })!;
        return (await docker.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
    }

    public async ValueTask DisposeAsync()
    {
        if (_workspaces is not null)
        {
            await _workspaces.DisposeAsync();
        }
    }

    private static MemoryStream Pack()
    {
        var archive = new MemoryStream();
        using (var tar = new TarWriter(archive, leaveOpen: true))
        {
            foreach (var (name, text) in new[] { ("a.txt", "first\n"), ("sub/inner.txt", "inner\n"), (".hidden", "h\n") })
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile,
                    name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
            }
        }

        archive.Position = 0;
        return archive;
    }
}
