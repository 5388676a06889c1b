using Eval.Sandboxes.Probes;
using Eval.Sandboxes.Tests.Workspaces;

namespace Eval.Sandboxes.Tests.Probes;

/// <summary>What an agent may try in its container, each probe by itself on a real engine.</summary>
[Trait("Needs", "docker")]
public sealed class WorkspaceProbeTests(WorkspaceFixture fixture) : IClassFixture<WorkspaceFixture>
{
    public static TheoryData<string> Names => new(WorkspaceProbe.All(new ProbeTargets(1, "/x")).Select(probe => probe.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_working_copy_contains(string name)
    {
        var (_, isContained, evidence) = await WorkspaceProbeRunner.RunAsync(fixture.Workspaces, probe => probe.Name == name,
            TestContext.Current.CancellationToken).SingleAsync(TestContext.Current.CancellationToken);

        Assert.True(isContained, evidence);
        await fixture.AssertNoContainersAsync();
    }
}
