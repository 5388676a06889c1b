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

        static bool IsAlive(int process) => Directory.Exists($"/proc/{process}") && !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workers_that_were_killed_while_they_waited_cost_no_answer_its_verdict()
    {
        await using var sandbox = await RoslynSandbox.StartAsync(new RoslynSandboxOptions { MaxWorkers = 2 }, TestContext.Current.CancellationToken);
        var request = new ExecutionRequest
        {
            Language = "csharp",
            Files =
            [
                new SourceFile("Answer.cs", "public static class A { public static int F() => 1; }"),
                new SourceFile("Driver.cs", "internal static class EvalDriver { public static void Run() { global::Eval.Runtime.Checks.Value(0, () => A.F()); } }"),
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
