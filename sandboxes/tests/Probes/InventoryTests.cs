using Eval.Sandboxes.Docker;
using Eval.Sandboxes.Probes;
using Eval.Sandboxes.Tests.Docker;

namespace Eval.Sandboxes.Tests.Probes;

/// <summary>What an answer can leave is found out by trying, and compared with what the next one finds.</summary>
[Trait("Needs", "docker")]
public sealed class InventoryTests(DockerFixture docker, SandboxFixture roslyn)
    : IClassFixture<DockerFixture>, IClassFixture<SandboxFixture>, IDisposable
{
    private readonly DirectoryInfo _images = Directory.CreateTempSubdirectory("eval-inventory");

    public void Dispose() => _images.Delete(recursive: true);

    [Theory]
    [InlineData("python")]
    [InlineData("javascript")]
    [InlineData("csharp")]
    public async Task Nothing_that_an_answer_can_write_to_in_a_container_reaches_the_next(string language)
    {
        docker.Need();

        var inventory = await InventoryTaker.TakeAsync(docker.Sandbox, language, TestContext.Current.CancellationToken);

        Assert.True(inventory.IsClean, inventory.ToString());
        Assert.Superset(new HashSet<string> { "/dev/mqueue", "/dev/null", "/dev/shm", "/tmp" }, inventory.Writable.ToHashSet());
        Assert.Empty(inventory.Made);
        Assert.Superset(new HashSet<string> { "POSIX queues", "System V queues", "System V segments", "System V semaphores", "keys" },
            inventory.Refused.ToHashSet());
    }

    [Fact]
    public async Task Nothing_that_an_answer_can_write_to_in_a_worker_reaches_the_next()
    {
        Require.Tool("bwrap");

        var inventory = await InventoryTaker.TakeAsync(roslyn.Sandbox, "csharp", TestContext.Current.CancellationToken);

        Assert.True(inventory.IsClean, inventory.ToString());
        Assert.Contains("/tmp", inventory.Writable);
        Assert.Empty(inventory.Made);
    }

    [Fact]
    public async Task What_nobody_clears_is_named()
    {
        docker.Need();
        // The same image with a runner that knows of nothing that is to be cleared.
        var language = _images.CreateSubdirectory("python").FullName;
        var python = LanguageFolder.ReadAll(new DockerSandboxOptions().ImagesFolder).Single(each => each.Language == "python");
        File.Copy(Path.Combine(python.Folder, "language.json"), Path.Combine(language, "language.json"));
        await docker.Sandbox.PrepareAsync(["python"]);
        await File.WriteAllTextAsync(Path.Combine(language, "Dockerfile"), $"FROM {python.Recipe(null).Name}\nCOPY leftovers.py /runner/\n",
            TestContext.Current.CancellationToken);
        var runner = await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(python.Folder)!, "runner", "leftovers.py"),
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(language, "leftovers.py"), runner + """

            Scratch.find_all = Scratch.find

            def find(self):
                self.find_all()
                self.folders = self.others = ()

            Scratch.find = find

            """, TestContext.Current.CancellationToken);
        await using var sandbox = await DockerSandbox.StartAsync(new DockerSandboxOptions { MaxContainers = 1,
            ImagesFolder = _images.FullName }, TestContext.Current.CancellationToken);

        var inventory = await InventoryTaker.TakeAsync(sandbox, "python", TestContext.Current.CancellationToken);

        Assert.False(inventory.IsClean);
        Assert.Superset(new HashSet<string> { "/tmp/left", "/dev/shm/left", "the time of /dev/null" }, inventory.Left.ToHashSet());
        Assert.Contains("NOT CLEARED before the next answer: ", inventory.ToString(), StringComparison.Ordinal);
    }
}
