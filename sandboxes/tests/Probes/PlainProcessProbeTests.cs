using System.Diagnostics;
using Eval.Sandboxes.Probes;
using Eval.Sandboxes.Roslyn;

namespace Eval.Sandboxes.Tests.Probes;

/// <summary>Without bubblewrap an answer sees all processes of the machine, some of them its own user's: it touches none of them.</summary>
public sealed class PlainProcessProbeTests(PlainProcessProbeTests.Fixture fixture) : IClassFixture<PlainProcessProbeTests.Fixture>
{
    public static TheoryData<string> Names =>
        new(ProbeCatalog.Create("csharp", new ProbeTargets(1, "/x"))
            .Where(probe => probe.Shape == ProbeShape.ForeignProcess || probe.Name == "writing outside").Select(probe => probe.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_answer_does_not_reach_a_process_of_its_own_user_nor_files_elsewhere(string name)
    {
        var result = await ProbeRunner.RunAsync(fixture.Sandbox, "csharp", probe => probe.Name == name,
            TestContext.Current.CancellationToken)
            .SingleAsync(TestContext.Current.CancellationToken);

        Assert.True(result.IsContained, result.Evidence);
        Assert.False(fixture.Victim.HasExited);
    }

    public sealed class Fixture : IAsyncLifetime
    {
        public RoslynSandbox Sandbox { get; private set; } = null!;

        /// <summary>A process of the user that answers have.</summary>
        public Process Victim { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Sandbox = await RoslynSandbox.StartAsync(new RoslynSandboxOptions { Isolation = IsolationLevel.Process, MaxWorkers = 1 },
                TestContext.Current.CancellationToken);
            Victim = Process.Start(Environment.IsPrivilegedProcess
                ? new ProcessStartInfo("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "sleep", "600"])
                : new ProcessStartInfo("sleep", ["600"]))!;
        }

        public async ValueTask DisposeAsync()
        {
            Victim.Kill();
            Victim.Dispose();
            await Sandbox.DisposeAsync();
        }
    }
}
