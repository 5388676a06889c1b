using Eval.Sandboxes.Docker;

namespace Eval.Sandboxes.Tests.Docker;

/// <summary>One real sandbox on a real engine for a class of tests.</summary>
public sealed class DockerFixture : IAsyncLifetime
{
    private string? _missing;

    public int MaxContainers { get; init; } = 1;

    public DockerSandbox Sandbox { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        try
        {
            Sandbox = await DockerSandbox.StartAsync(new DockerSandboxOptions { MaxContainers = MaxContainers }, CancellationToken.None);
            Sandbox.RunId = "tests";
        }
        catch (SandboxUnavailableException e)
        {
            _missing = e.Message;
        }
    }

    public ValueTask DisposeAsync() => Sandbox?.DisposeAsync() ?? ValueTask.CompletedTask;

    public void Need() => Require.That(_missing is null, "needs a container engine: " + _missing);

    public static ExecutionRequest Request(string answer, string tests, ResourceLimits? limits = null, string language = "python") => new()
    {
        Language = language,
        Files = [new SourceFile("answer", answer), new SourceFile("tests", tests, IsTrusted: true)],
        EntryPoints = ["f"],
        Limits = limits ?? new ResourceLimits { CpuTime = TimeSpan.FromSeconds(2), WallTime = TimeSpan.FromSeconds(15) },
    };

    /// <summary>Runs a program that goes on with given code, of which the task asks for some classes.</summary>
    public Task<ExecutionResult> RunGivenAsync(string given, string answer, string tests, params string[] askedClasses)
    {
        Need();
        var request = Request(answer, tests);
        request = request with { Files = [.. request.Files, new SourceFile(ExecutionRequest.Given, given, IsTrusted: true)],
            AskedClasses = askedClasses };
        return Sandbox.ExecuteAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<ExecutionResult> RunAsync(string answer, string tests, string language = "python")
    {
        Need();
        return Sandbox.ExecuteAsync(Request(answer, tests, null, language), TestContext.Current.CancellationToken);
    }
}
