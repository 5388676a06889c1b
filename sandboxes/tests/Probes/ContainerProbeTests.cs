using Eval.Sandboxes.Probes;
using Eval.Sandboxes.Tests.Docker;

namespace Eval.Sandboxes.Tests.Probes;

[Trait("Needs", "docker")]
public sealed class ContainerProbeTests(DockerFixture fixture) : IClassFixture<DockerFixture>
{
    public static TheoryData<string, string> Probes => new(new[] { "csharp", "python", "javascript" }
        .SelectMany(language => ProbeCatalog.Of(language, new ProbeTargets(1, "/x")).Select(probe => (language, probe.Name))));

    [Theory]
    [MemberData(nameof(Probes))]
    public async Task A_hostile_program_gets_nowhere_and_the_next_one_runs(string language, string name)
    {
        fixture.Need();

        var result = await ProbeRunner.RunAsync(fixture.Sandbox, language, probe => probe.Name == name, TestContext.Current.CancellationToken).SingleAsync(TestContext.Current.CancellationToken);

        Assert.True(result.IsContained, result.Evidence);
    }

    [Theory]
    [InlineData("python", "endless loop", ExecutionStatus.TimedOut)]
    [InlineData("python", "endless sleep", ExecutionStatus.TimedOut)]
    [InlineData("python", "all signals ignored, then an endless loop", ExecutionStatus.TimedOut)]
    [InlineData("python", "exit before the tests", ExecutionStatus.Crashed)]
    [InlineData("python", "10 GB of memory", ExecutionStatus.MemoryExceeded)]
    [InlineData("python", "1 GB returned", ExecutionStatus.MemoryExceeded)]
    [InlineData("javascript", "endless loop", ExecutionStatus.TimedOut)]
    [InlineData("javascript", "endless sleep", ExecutionStatus.TimedOut)]
    [InlineData("javascript", "all signals ignored, then an endless loop", ExecutionStatus.TimedOut)]
    [InlineData("javascript", "exit before the tests", ExecutionStatus.Crashed)]
    [InlineData("javascript", "10 GB of memory", ExecutionStatus.MemoryExceeded)]
    [InlineData("javascript", "1 GB returned", ExecutionStatus.MemoryExceeded)]
    [InlineData("csharp", "endless loop", ExecutionStatus.TimedOut)]
    [InlineData("csharp", "stack overflow", ExecutionStatus.Crashed)]
    [InlineData("csharp", "exit before the checks", ExecutionStatus.Crashed)]
    [InlineData("csharp", "10 GB of managed memory", ExecutionStatus.MemoryExceeded)]
    [InlineData("csharp", "reflection into the runner", ExecutionStatus.Forbidden)]
    public async Task Each_end_has_its_name(string language, string name, ExecutionStatus status)
    {
        fixture.Need();

        var result = await ProbeRunner.RunAsync(fixture.Sandbox, language, probe => probe.Name == name, TestContext.Current.CancellationToken).SingleAsync(TestContext.Current.CancellationToken);

        Assert.True(status == result.Execution.Status, $"{result.Execution.Status} {result.Execution.Reason}");
    }
}
