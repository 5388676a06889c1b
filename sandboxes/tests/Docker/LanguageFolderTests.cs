using Eval.Sandboxes.Docker;

namespace Eval.Sandboxes.Tests.Docker;

[Trait("Needs", "docker")]
public sealed class LanguageFolderTests : IDisposable
{
    private const string Manifest =
        """
        {
          "language": "lua",
          "answerFile": "answer.lua",
          "definition": "^(?:local\\s+)?function\\s+(\\w+)",
          "results": "exit-code",
          "run": ["/usr/bin/lua5.4", "{file}"],
          "mark": "print(\"{mark}\")",
          "outOfMemory": ["not enough memory"]
        }
        """;

    private const string Dockerfile =
        """
        ARG BASE=debian:bookworm-slim
        FROM ${BASE}
        RUN apt-get update -q \
         && apt-get install -y -q --no-install-recommends lua5.4 python3-minimal libpython3-stdlib && rm -rf /var/lib/apt/lists/*
        COPY runner/ language.json /runner/
        USER 65534:65534
        WORKDIR /tmp
        ENTRYPOINT ["/usr/bin/python3", "-S", "-X", "utf8", "/runner/supervisor.py"]
        """;

    private readonly DirectoryInfo _images = Directory.CreateTempSubdirectory("eval-images");

    public void Dispose() => _images.Delete(recursive: true);

    [Fact]
    public async Task A_folder_with_a_Dockerfile_and_a_manifest_is_a_language()
    {
        Write("lua/language.json", Manifest);
        Write("lua/Dockerfile", Dockerfile);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "images", "runner")))
        {
            Write("runner/" + Path.GetFileName(file), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        }

        await using var sandbox = await StartAsync();

        Assert.True(sandbox.Runs("lua"));
        Assert.Equal(["f", "g"], sandbox.Definitions("lua", "function f() end\nlocal function g() end"));
        Assert.Equal((ExecutionStatus.Completed, ObservationKind.Held),
            await RunAsync(sandbox, "function f() print('hello') return 42 end"));
        Assert.Equal((ExecutionStatus.Completed, ObservationKind.Failed), await RunAsync(sandbox, "function f() return 41 end"));
        Assert.Equal((ExecutionStatus.Crashed, null), await RunAsync(sandbox, "os.exit(0)"));
        Assert.Equal((ExecutionStatus.TimedOut, null), await RunAsync(sandbox, "function f() while true do end end"));
        Assert.Equal((ExecutionStatus.TimedOut, null),
            await RunAsync(sandbox, "function f() while true do print(string.rep('x', 1000)) end end"));
        Assert.Equal((ExecutionStatus.Completed, ObservationKind.Held), await RunAsync(sandbox, "function f() return 42 end"));
    }

    [Theory]
    [InlineData("{", "is not a manifest")]
    [InlineData("""{ "language": "x", "answerFile": "x.x" }""", "results")]
    [InlineData("""{ "language": "x", "answerFile": "x.x", "results": "guess" }""", "results")]
    [InlineData("""{ "language": "x", "answerFile": "x.x", "results": "calls", "parts": ["engine"] }""",
        "parts names 'engine', but there are dotnet, dotnet-sdk, node, worker")]
    [InlineData("""{ "language": "x", "answerFile": "x.x", "results": "calls", "definition": "(" }""", "is not a manifest")]
    public async Task A_manifest_that_is_none_is_named(string manifest, string words)
    {
        Write("x/language.json", manifest);

        var mistake = await Assert.ThrowsAsync<SandboxUnavailableException>(StartAsync);

        Assert.Contains("language.json", mistake.Message, StringComparison.Ordinal);
        Assert.Contains(words, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Dockerfile_that_does_not_build_is_told_with_its_last_lines()
    {
        Write("x/language.json", """{ "language": "x", "answerFile": "x.x", "results": "calls" }""");
        Write("x/Dockerfile", "ARG BASE=debian:bookworm-slim\nFROM ${BASE}\nRUN echo the-last-words && false\n");
        await using var sandbox = await StartAsync();

        var mistake = await Assert.ThrowsAsync<SandboxUnavailableException>(() => sandbox.PrepareAsync(["x"]));

        Assert.Contains("The image for x could not be built", mistake.Message, StringComparison.Ordinal);
        Assert.Contains("the-last-words", mistake.Message, StringComparison.Ordinal);
    }

    private static async Task<(ExecutionStatus Status, ObservationKind? Kind)> RunAsync(DockerSandbox sandbox, string answer)
    {
        var result = await sandbox.ExecuteAsync(DockerFixture.Request(answer, "assert(f() == 42)", language: "lua"),
            TestContext.Current.CancellationToken);
        return (result.Status, result.Observations.SingleOrDefault()?.Kind);
    }

    private async Task<DockerSandbox> StartAsync()
    {
        try
        {
            return await DockerSandbox.StartAsync(new DockerSandboxOptions { MaxContainers = 1, ImagesFolder = _images.FullName },
                TestContext.Current.CancellationToken);
        }
        catch (SandboxUnavailableException e) when (!e.Message.Contains("language.json", StringComparison.Ordinal))
        {
            Require.That(false, "needs a container engine: " + e.Message);
            throw;
        }
    }

    private void Write(string name, string text)
    {
        var file = Path.Combine(_images.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
