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
