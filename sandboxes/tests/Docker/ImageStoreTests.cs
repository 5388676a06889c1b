using System.Diagnostics;
using Eval.Sandboxes.Docker;

namespace Eval.Sandboxes.Tests.Docker;

[Trait("Needs", "docker")]
public sealed class ImageStoreTests : IAsyncLifetime
{
    private readonly string _word = Guid.NewGuid().ToString("N")[..12];
    private readonly List<string> _made = [];
    private DockerEngine? _engine;
    private string? _missing;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        try
        {
            _engine = await DockerEngine.ConnectAsync(null, Ct);
        }
        catch (SandboxUnavailableException e)
        {
            _missing = e.Message;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var image in _made.AsEnumerable().Reverse())
        {
            await DockerAsync(null, "rmi", "-f", image);
        }

        _engine?.Dispose();
    }

    [Fact]
    public async Task What_somebody_builds_on_an_image_of_ours_is_theirs()
    {
        var (store, ours) = await MakeAsync();
        var onOurs = $"FROM {ours}\nLABEL theirs=yes\n";
        var named = await BuildAsync(onOurs, "-t", $"theirs-{_word}:1");
        var unnamed = await BuildAsync(onOurs + "LABEL nameless=yes\n");

        var images = await store.ListAsync(new HashSet<string>(), Ct);

        Assert.Equal(await LabelsAsync(ours), await LabelsAsync(named));
        Assert.Contains(images, image => image.Name == ours);
        Assert.DoesNotContain(images, image => image.Id == named || image.Id == unnamed);
    }

    [Fact]
    public async Task An_image_of_ours_that_somebody_has_given_a_name_is_theirs_too()
    {
        var (store, ours) = await MakeAsync();
        await DockerAsync(null, "tag", ours, $"kept-{_word}:1");
        _made.Add($"kept-{_word}:1");

        Assert.DoesNotContain(await store.ListAsync(new HashSet<string>(), Ct),
            image => image.Name.Contains(_word, StringComparison.Ordinal));
    }

    private async Task<(ImageStore Store, string Image)> MakeAsync()
    {
        Require.That(_missing is null, "needs a container engine: " + _missing);
        var store = new ImageStore(_engine!, _ => { }, long.MaxValue);
        var name = $"{ImageStore.Prefix}test-{_word}:1";
        _made.Add(name);
        return (store, await store.EnsureAsync(
            new ImageRecipe
            {
                Name = name,
                Purpose = "a test",
                Source = "a test",
                NeedsNetwork = false,
                Context = _ => Task.FromResult(BuildContext.Create(
                    new Dictionary<string, string> { ["Dockerfile"] = "FROM scratch\nCOPY file /\n", ["file"] = _word }, null)),
            },
            Ct));
    }

    private async Task<string> BuildAsync(string dockerfile, params string[] options)
    {
        var id = await DockerAsync(dockerfile, ["build", "-q", .. options, "-"]);
        _made.Add(id);
        return id;
    }

    private static Task<string> LabelsAsync(string image) =>
        DockerAsync(null, "image", "inspect", "--format", "{{index .Config.Labels \"" + ContainerLabels.Language + "\"}}", image);

    private static async Task<string> DockerAsync(string? input, params string[] arguments)
    {
        using var docker = Process.Start(new ProcessStartInfo("docker", arguments) { RedirectStandardInput = true,
            RedirectStandardOutput = true, RedirectStandardError = true })!;
        await docker.StandardInput.WriteAsync(input);
        docker.StandardInput.Close();
        var said = docker.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = (await docker.StandardOutput.ReadToEndAsync(CancellationToken.None)).Trim();
        await docker.WaitForExitAsync(CancellationToken.None);
        return docker.ExitCode == 0 || arguments[0] == "rmi" ? output : throw new InvalidOperationException(await said);
    }
}
