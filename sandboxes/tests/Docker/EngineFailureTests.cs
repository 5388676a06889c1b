using System.Collections.Concurrent;
using Eval.Sandboxes.Docker;

namespace Eval.Sandboxes.Tests.Docker;

[Trait("Needs", "docker, root")]
public sealed class EngineFailureTests
{
    private const int Answers = 300;
    private const string Tests = "assert f(20) == 6765";

    /// <summary>Takes long enough that a kill comes in the middle.</summary>
    private const string Answer = "import time\ndef f(n):\n    time.sleep(0.02)\n    return n if n < 2 else g(n - 1) + g(n - 2)\ndef "
        + "g(n):\n    return n if n < 2 else g(n - 1) + g(n - 2)";

    [Fact]
    public async Task An_engine_that_is_killed_and_comes_back_changes_no_verdict_and_leaves_nothing_behind()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var engine = await OwnEngine.StartAsync(1L << 30, "python");
        var results = new ConcurrentBag<ExecutionResult>();
        await using (var sandbox = await DockerSandbox.StartAsync(new DockerSandboxOptions { Host = engine.Address, MaxContainers = 2 },
            ct))
        {
            var running = Parallel.ForAsync(0, Answers, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct },
                async (_, token) =>
                results.Add(await sandbox.ExecuteAsync(Request(), token)));
            while (results.Count < Answers / 10)
            {
                await Task.Delay(20, ct);
            }

            await engine.KillAsync();
            var atKill = results.Count;
            await Task.Delay(1000, ct);
            await engine.StartAsync();
            await running;
            Assert.InRange(atKill, 1, Answers - 1);
        }

        Assert.Equal(Answers,
            results.Count(result => result is { Status: ExecutionStatus.Completed, Observations: [{ Kind: ObservationKind.Held }] }));
        Assert.Equal(0, await engine.CountContainersAsync());
    }

    [Fact]
    public async Task An_engine_that_does_not_come_back_is_a_sentence()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var engine = await OwnEngine.StartAsync(1L << 30, "python");
        await using var sandbox = await DockerSandbox.StartAsync(new DockerSandboxOptions { Host = engine.Address, MaxContainers = 1,
            EngineTimeout = TimeSpan.FromSeconds(1) }, ct);
        await sandbox.ExecuteAsync(Request(), ct);

        await engine.KillAsync();
        var gone = await Assert.ThrowsAsync<SandboxUnavailableException>(() => sandbox.ExecuteAsync(Request(), ct));

        Assert.Contains("did not come back within 1 s", gone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_a_sentence_and_no_verdict()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var engine = await OwnEngine.StartAsync(700L << 20, "python");
        await using var sandbox = await DockerSandbox.StartAsync(new DockerSandboxOptions { Host = engine.Address, MaxContainers = 1,
            AnswersPerContainer = 1 }, ct);
        Assert.Equal(ExecutionStatus.Completed, (await sandbox.ExecuteAsync(Request(), ct)).Status);

        engine.FillDisk();
        var full = await Assert.ThrowsAsync<SandboxUnavailableException>(() => sandbox.ExecuteAsync(Request(), ct));
        engine.FreeDisk();
        var later = await sandbox.ExecuteAsync(Request(), ct);

        Assert.Contains("disk is full", full.Message, StringComparison.Ordinal);
        Assert.Equal(ExecutionStatus.Completed, later.Status);
    }

    private static ExecutionRequest Request() => DockerFixture.Request(Answer, Tests);
}
