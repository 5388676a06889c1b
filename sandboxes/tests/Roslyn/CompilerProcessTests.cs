using Eval.Sandboxes.Processes;
using Eval.Sandboxes.Roslyn;

namespace Eval.Sandboxes.Tests.Roslyn;

public sealed class CompilerProcessTests
{
    [Fact]
    public async Task A_compiler_that_is_gone_is_told_as_such_at_every_moment()
    {
        using var compiler = new CompilerProcess(
            StartingThread.Start(new ProgramStart(Require.Tool("true"), [], new Dictionary<string, string>())));
        await Assert.ThrowsAsync<IOException>(() => compiler.Ready);

        for (var i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<IOException>(() => compiler.AskAsync(1, [1], TestContext.Current.CancellationToken));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
