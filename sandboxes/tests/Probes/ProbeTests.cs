using Eval.Sandboxes.Probes;

namespace Eval.Sandboxes.Tests.Probes;

[Trait("Needs", "bubblewrap")]
public sealed class ProbeTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    /// <summary>How some probes end; of the others it is only known that they get nowhere.</summary>
    private static readonly Dictionary<string, ExecutionStatus> Ends = new()
    {
        ["endless loop"] = ExecutionStatus.TimedOut,
        ["endless sleep"] = ExecutionStatus.TimedOut,
        ["stack overflow"] = ExecutionStatus.Crashed,
        ["exit before the checks"] = ExecutionStatus.Crashed,
        ["fail fast"] = ExecutionStatus.Crashed,
        ["10 GB of managed memory"] = ExecutionStatus.MemoryExceeded,
        ["reflection into the runner"] = ExecutionStatus.Forbidden,
        ["compiler: overloads"] = ExecutionStatus.CompileFailed,
        ["compiler: a source of 10 MB"] = ExecutionStatus.CompileFailed,
    };

    public static TheoryData<string> Names => new(ProbeCatalog.Create("csharp", new ProbeTargets(1, "/x")).Select(probe => probe.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_hostile_program_gets_nowhere_ends_as_what_it_is_and_the_next_one_runs(string name)
    {
        Require.Tool("bwrap");
        Assert.Equal(IsolationLevel.Bubblewrap, fixture.Sandbox.Isolation);
        var result = await ProbeRunner.RunAsync(fixture.Sandbox, "csharp", probe => probe.Name == name,
            TestContext.Current.CancellationToken).SingleAsync(TestContext.Current.CancellationToken);

        Assert.True(result.IsContained, result.Evidence);
        Assert.Equal(Ends.GetValueOrDefault(name, result.Execution.Status), result.Execution.Status);
    }

    [Fact]
    public void Every_end_that_is_known_is_that_of_a_probe() =>
        Assert.Subset(Names.Select(row => row.Data).ToHashSet(), Ends.Keys.ToHashSet());
}
