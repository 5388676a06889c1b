namespace Eval.Sandboxes.Tests;

/// <summary>Processor time decides a time-out; who only waited for a processor is no slow program.</summary>
public sealed class ClockLimitTests
{
    private static readonly ResourceLimits Limits = new() { CpuTime = TimeSpan.FromSeconds(5), WallTime = TimeSpan.FromSeconds(15) };

    [Fact]
    public async Task What_did_not_time_out_is_not_repeated()
    {
        var first = Ended(seconds: 15.1, cpu: 0.1, waited: 14) with { Status = ExecutionStatus.Crashed };

        Assert.Same(first, await ClockLimit.DecideAsync(first, Limits, NeverAsync));
    }

    [Fact]
    public async Task A_program_that_used_its_processor_time_is_not_repeated()
    {
        var first = Ended(seconds: 15.1, cpu: 5, waited: 10);

        Assert.Same(first, await ClockLimit.DecideAsync(first, Limits, NeverAsync));
    }

    [Fact]
    public async Task A_starved_program_that_comes_through_alone_counts_as_that()
    {
        var result = await ClockLimit.DecideAsync(Ended(15.1, cpu: 0.4, waited: 14.5), Limits,
            () => Task.FromResult(new ExecutionResult { Status = ExecutionStatus.Completed }));

        Assert.Equal((ExecutionStatus.Completed, 2), (result.Status, result.Executions));
    }

    [Fact]
    public async Task A_program_that_is_starved_alone_too_is_the_sandboxs_failure()
    {
        var starved = Ended(15.1, cpu: 0.4, waited: 14.5);

        var failure = await Assert.ThrowsAsync<SandboxUnavailableException>(() => ClockLimit.DecideAsync(starved, Limits,
            () => Task.FromResult(starved)));

        Assert.Contains("it ran for 0.4 s and waited for 14.5 s", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.1, 0.0)]
    [InlineData(0.1, 1.0)]
    [InlineData(4.9, 0.5)]
    [InlineData(4.0, 5.0)]
    [InlineData(1.0, 59.4)]
    public async Task A_program_that_sleeps_alone_too_or_keeps_itself_waiting_timed_out(double cpu, double waited)
    {
        var asleep = Ended(15.1, cpu, waited);

        var result = await ClockLimit.DecideAsync(asleep, Limits, () => Task.FromResult(asleep));

        Assert.Equal((ExecutionStatus.TimedOut, 2), (result.Status, result.Executions));
    }

    [Fact]
    public async Task Where_nobody_tells_who_waited_a_repeated_time_out_stands()
    {
        var unknown = new ExecutionResult { Status = ExecutionStatus.TimedOut, Duration = TimeSpan.FromSeconds(15.1) };

        Assert.Equal(ExecutionStatus.TimedOut, (await ClockLimit.DecideAsync(unknown, Limits, () => Task.FromResult(unknown))).Status);
    }

    [Theory]
    [InlineData(14.9, 0.1, 0, false)]
    [InlineData(15.0, 0.1, 0, true)]
    [InlineData(20.0, 1.0, 10, false)]
    [InlineData(24.5, 1.0, 10, true)]
    [InlineData(59.9, 0.1, 59.8, false)]
    [InlineData(60.0, 0.1, 59.9, true)]
    public void The_clock_of_a_repetition_stands_still_while_others_have_the_processor(double elapsed, double cpu, double waited,
        bool isOver) =>
        Assert.Equal(isOver, ClockLimit.IsOver(TimeSpan.FromSeconds(elapsed),
            new ProcessorUse(TimeSpan.FromSeconds(cpu), TimeSpan.FromSeconds(waited)), Limits));

    private static ExecutionResult Ended(double seconds, double cpu, double waited) => new()
    {
        Status = ExecutionStatus.TimedOut,
        Duration = TimeSpan.FromSeconds(seconds),
        CpuTime = TimeSpan.FromSeconds(cpu),
        ProcessorWait = TimeSpan.FromSeconds(waited),
    };

    private static Task<ExecutionResult> NeverAsync() => throw new InvalidOperationException("It must not be repeated.");
}
