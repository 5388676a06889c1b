using System.Diagnostics;
using Eval.Harness.Models;

namespace Eval.Harness.Tests.Models;

public sealed class SaturationProbeTests
{
    [Fact]
    public async Task Moments_between_late_ticks_are_not_trusted_and_others_are()
    {
        var probe = new SaturationProbe();
        await probe.DisposeAsync();
        var start = Stopwatch.GetTimestamp() - Ms(2000);
        foreach (var tick in new[] { 0, 20, 45, 200, 220 })
        {
            probe.Tick(start + Ms(tick));
        }

        Assert.False(probe.WasLate(start + Ms(10), start + Ms(30), start + Ms(210)));
        Assert.True(probe.WasLate(start + Ms(10), start + Ms(100)));
        // No tick came since: what is measured now is late already.
        Assert.True(probe.WasLate(start + Ms(230)));
    }

    private static long Ms(int milliseconds) => milliseconds * Stopwatch.Frequency / 1000;
}
