using Eval.Sandboxes.Probes;

namespace Eval.Sandboxes.Tests.Probes;

[Trait("Needs", "bubblewrap")]
public sealed class ProbeTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    public static TheoryData<string> Names => new(ProbeCatalog.Of("csharp", new ProbeTargets(1, "/x")).Select(probe => probe.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_hostile_program_gets_nowhere_and_the_next_one_runs(string name)
    {
        Require.Tool("bwrap");
        Assert.Equal(IsolationLevel.Bubblewrap, fixture.Sandbox.Isolation);
        var result = await ProbeRunner.RunAsync(fixture.Sandbox, "csharp", probe => probe.Name == name, TestContext.Current.CancellationToken).SingleAsync(TestContext.Current.CancellationToken);

        Assert.True(result.IsContained, result.Evidence);
    }

    [Theory]
    [InlineData("endless loop", ExecutionStatus.TimedOut)]
    [InlineData("endless sleep", ExecutionStatus.TimedOut)]
    [InlineData("stack overflow", ExecutionStatus.Crashed)]
    [InlineData("exit before the checks", ExecutionStatus.Crashed)]
    [InlineData("fail fast", ExecutionStatus.Crashed)]
    [InlineData("10 GB of managed memory", ExecutionStatus.MemoryExceeded)]
    [InlineData("reflection into the runner", ExecutionStatus.Forbidden)]
    [InlineData("compiler: overloads", ExecutionStatus.CompileFailed)]
    [InlineData("compiler: a source of 10 MB", ExecutionStatus.CompileFailed)]
    public async Task Each_end_has_its_name(string name, ExecutionStatus status)
    {
        var result = await ProbeRunner.RunAsync(fixture.Sandbox, "csharp", probe => probe.Name == name, TestContext.Current.CancellationToken).SingleAsync(TestContext.Current.CancellationToken);

        Assert.Equal(status, result.Execution.Status);
    }
}
