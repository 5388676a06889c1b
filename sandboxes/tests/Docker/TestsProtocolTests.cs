using System.Text.Json;
using Eval.Sandboxes.Docker;

namespace Eval.Sandboxes.Tests.Docker;

public sealed class TestsProtocolTests
{
    private const int CpuLimit = -24;
    private const int Kill = -9;
    private static readonly ResourceLimits Limits = new() { CpuTime = TimeSpan.FromSeconds(2) };

    [Theory]
    [InlineData(2000, 1400, 300, ExecutionStatus.MemoryExceeded)]
    [InlineData(2000, 100, 400, ExecutionStatus.TimedOut)]
    [InlineData(2000, 1900, 20, ExecutionStatus.TimedOut)]
    public void Time_that_went_into_taking_memory_is_a_matter_of_memory(int cpuMs, int systemMs, int peakMib, ExecutionStatus status) =>
        Assert.Equal(status, Read("ended", CpuLimit, cpuMs, systemMs, peakMib).Status);

    [Fact]
    public void The_systems_own_limit_was_reached_whatever_it_measures_afterwards()
    {
        var result = Read("ended", CpuLimit, 1700, 10, 20);

        Assert.Equal((ExecutionStatus.TimedOut, Limits.CpuTime), (result.Status, result.CpuTime));
    }

    [Theory]
    [InlineData(1775, 20, ExecutionStatus.TimedOut)]
    [InlineData(1200, 20, ExecutionStatus.TimedOut)]
    [InlineData(1200, 400, ExecutionStatus.MemoryExceeded)]
    [InlineData(1900, 400, ExecutionStatus.TimedOut)]
    [InlineData(300, 20, ExecutionStatus.MemoryExceeded)]
    public void What_the_system_kills_long_after_it_began_and_small_is_killed_for_its_time(int cpuMs, int peakMib,
        ExecutionStatus status) =>
        Assert.Equal(status, Read("ended", Kill, cpuMs, 10, peakMib).Status);

    [Fact]
    public void What_the_data_set_cannot_do_here_is_told_with_its_reason()
    {
        var result = Read("tests", 0, 5, 1, 20, "its test program needs the module 'x', which is not there");

        Assert.Equal((ExecutionStatus.TestsUnusable, "its test program needs the module 'x', which is not there"),
            (result.Status, result.Reason));
        Assert.Equal(TimeSpan.FromMilliseconds(5), result.CpuTime);
    }

    private static ExecutionResult Read(string status, int code, int cpuMs, int systemMs, int peakMib, string reason = "")
    {
        var language = LanguageFolder.ReadAll(Path.Combine(AppContext.BaseDirectory, "images"))
            .Single(folder => folder.Language == "python");
        using var reply = JsonDocument.Parse(JsonSerializer.Serialize(new
        {
            own = true,
            code,
            cpu = cpuMs,
            system = systemMs,
            peak = (long)peakMib << 20,
            waited = 0,
            late = false,
            clean = true,
            length = 0,
            printed = "",
            wall = cpuMs,
            result = new { status, reason },
        }));
        return new TestsProtocol(language).Read(reply.RootElement, new RunnerRequest(default, Limits));
    }
}
