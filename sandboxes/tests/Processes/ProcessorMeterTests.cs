using System.Diagnostics;
using Eval.Sandboxes.Processes;

namespace Eval.Sandboxes.Tests.Processes;

public sealed class ProcessorMeterTests
{
    [Fact]
    public void What_a_launcher_started_is_measured_and_not_the_launcher()
    {
        using var launcher = Process.Start(new ProcessStartInfo(Require.Tool("sh"), ["-c", "(while :; do :; done) & wait"]))!;
        try
        {
            Assert.True(SpinWait.SpinUntil(() => File.ReadAllText($"/proc/{launcher.Id}/task/{launcher.Id}/children").Length > 0,
                TimeSpan.FromSeconds(60)));
            var meter = new ProcessorMeter(launcher.Id);

            Assert.True(SpinWait.SpinUntil(() => meter.CpuTime() > TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(60)),
                $"{meter.CpuTime()}");
            Assert.True(launcher.TotalProcessorTime < TimeSpan.FromMilliseconds(50));
            Assert.NotNull(meter.Read());
        }
        finally
        {
            launcher.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public void Of_a_program_that_is_gone_nothing_is_known()
    {
        using var gone = Process.Start(Require.Tool("true"));
        gone.WaitForExit();

        var meter = new ProcessorMeter(gone.Id);

        Assert.Null(meter.CpuTime());
        Assert.Null(meter.Read());
    }
}
