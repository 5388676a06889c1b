using System.Diagnostics;
using Eval.Sandboxes.Roslyn;

namespace Eval.Sandboxes.Tests.Roslyn;

public sealed class CompilerProcessTests
{
    [Fact]
    public async Task A_compiler_that_is_gone_is_told_as_such_at_every_moment()
    {
        var process = Process.Start(new ProcessStartInfo(Require.Tool("true")) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var compiler = new CompilerProcess(process);
        await Assert.ThrowsAsync<IOException>(() => compiler.Ready);

        for (var i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<IOException>(() => compiler.AskAsync(1, [1], TestContext.Current.CancellationToken));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
