using System.Diagnostics;
using Eval.Sandboxes.Roslyn;

namespace Eval.Sandboxes.Tests.Roslyn;

/// <summary>Looks at all child processes, so nothing may run beside it.</summary>
[Collection(nameof(Alone))]
public sealed class DisposalTests
{
    [Fact]
    public async Task Nothing_is_left_after_the_end()
    {
        var sandbox = await RoslynSandbox.StartAsync(new RoslynSandboxOptions { MaxWorkers = 2 }, TestContext.Current.CancellationToken);
        await sandbox.ReadAsync("class A { }", TestContext.Current.CancellationToken);
        var before = Children();
        Assert.NotEmpty(before);

        await sandbox.DisposeAsync();
        for (var i = 0; i < 50 && before.Any(IsAlive); i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.DoesNotContain(before, IsAlive);

        static bool IsAlive(int process)
        {
            try
            {
                return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
            }
            catch (IOException)
            {
                // It ended, perhaps while it was looked at.
                return false;
            }
        }
    }

    [Fact]
    public async Task What_a_killed_host_left_is_ended_at_the_next_start()
    {
        var worker = Path.Combine(AppContext.BaseDirectory, "worker");
        // It begins when the one that started it is gone: else it may ask to die with that one, and does.
        Process.Start(Require.Tool("setsid"),
            ["-f", Require.Tool("sh"), "-c", "sleep 0.5; exec \"$@\"", "sh", Require.Tool("bwrap"), "--unshare-pid", "--die-with-parent",
            "--ro-bind", "/", "/", "--ro-bind", worker, worker, "sleep", "61.25"]).WaitForExit();
        // All three are up: one that is only being started when the sandbox looks is none that a killed host left.
        for (var i = 0; i < 300 && Left() < 3; i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Equal(3, Left());

        await using var sandbox = await RoslynSandbox.StartAsync(new RoslynSandboxOptions { MaxWorkers = 1 },
            TestContext.Current.CancellationToken);

        Assert.True(SpinWait.SpinUntil(() => Left() == 0, TimeSpan.FromSeconds(30)));

        // bubblewrap, its child and the program all name it.
        static int Left() => Directory.EnumerateDirectories("/proc").Count(process =>
        {
            try
            {
                return File.ReadAllText(Path.Combine(process, "cmdline")).EndsWith("61.25\0", StringComparison.Ordinal);
            }
            catch (IOException)
            {
                return false;
            }
        });
    }

    [Fact]
    public async Task Workers_that_were_killed_while_they_waited_cost_no_answer_its_verdict()
    {
        await using var sandbox = await RoslynSandbox.StartAsync(new RoslynSandboxOptions { MaxWorkers = 2 },
            TestContext.Current.CancellationToken);
        var request = new ExecutionRequest
        {
            Language = "csharp",
            Files =
            [
                new SourceFile("Answer.cs", "public static class A { public static int F() => 1; }"),
                new SourceFile("Driver.cs", "internal static class EvalDriver { public static void Run() { "
                    + "global::Eval.Runtime.Checks.Value(0, () => A.F()); } }"),
            ],
        };
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(ExecutionStatus.Completed, (await sandbox.ExecuteAsync(request, TestContext.Current.CancellationToken)).Status);
            await Task.Delay(300, TestContext.Current.CancellationToken);
            foreach (var child in Children())
            {
                using var process = Process.GetProcessById(child);
                process.Kill();
            }
        }
    }

    private static List<int> Children() => Process.GetProcesses().Select(process => process.Id)
        .Where(id => Parent(id) == Environment.ProcessId).ToList();

    private static int Parent(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1]);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
