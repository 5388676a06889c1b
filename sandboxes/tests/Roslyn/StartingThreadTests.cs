using System.Diagnostics;
using Eval.Sandboxes.Roslyn;

namespace Eval.Sandboxes.Tests.Roslyn;

public sealed class StartingThreadTests
{
    [Fact]
    public async Task A_process_that_dies_with_its_parent_outlives_the_thread_that_asked_for_it()
    {
        var setpriv = Require.Tool("setpriv");
        Process? process = null;
        var asking = new Thread(() => process = StartingThread.Start(new ProcessStartInfo(setpriv, ["--pdeathsig", "KILL", "sleep", "30"])));
        asking.Start();
        asking.Join();
        await Task.Delay(500, TestContext.Current.CancellationToken);

        Assert.False(process!.HasExited);
        process.Kill();
    }

    [Fact]
    public void What_goes_wrong_is_told_to_whoever_asked() =>
        Assert.Throws<System.ComponentModel.Win32Exception>(() => StartingThread.Start(new ProcessStartInfo("/there/is/no/such/program")));
}
