namespace Eval.Sandboxes;

/// <summary>
/// What it means that a program used up its time on the clock. Processor time decides a time-out; the clock is there for programs that
/// sleep. What a program had to wait for a processor because of others is not its own time, and says nothing about it.
/// </summary>
internal static class ClockLimit
{
    /// <summary>The share of the time on the clock that must have been the program's own: no system is without short waits.</summary>
    private const double MinOwnShare = 0.9;

    /// <summary>How much longer than the limit a repeated program may stay on the clock, as long as it waits for a processor.</summary>
    public const int MaxStretch = 4;

    /// <summary>
    /// How many times the time on the clock a program can have waited for others. It waits for one processor at a time; where more was
    /// waited, it is many processes that keep each other waiting, and their own doing.
    /// </summary>
    private const double MaxWaitShare = 1.5;

    /// <summary>Whether the clock ended the program although it had processor time left.</summary>
    public static bool IsReached(ExecutionResult result, ResourceLimits limits) =>
        result.Status == ExecutionStatus.TimedOut && result.Duration >= limits.WallTime && !(result.CpuTime >= limits.CpuTime);

    /// <summary>Whether the clock ended it because others had the processor. Not where the system does not tell who waited.</summary>
    public static bool IsStarved(ExecutionResult result, ResourceLimits limits) =>
        IsReached(result, limits)
        && OwnTime(result.Duration, new ProcessorUse(result.CpuTime ?? TimeSpan.Zero, result.ProcessorWait ?? TimeSpan.Zero))
            < MinOwnShare * limits.WallTime;

    /// <summary>
    /// Whether a repeated program is to be ended: its clock stands still while others have the processor, though not for ever.
    /// </summary>
    public static bool IsOver(TimeSpan elapsed, ProcessorUse? use, ResourceLimits limits) =>
        elapsed >= MaxStretch * limits.WallTime || OwnTime(elapsed, use ?? default) >= limits.WallTime;

    /// <summary>Returns the result that counts: the first, or where the clock ended it that of a repetition alone.</summary>
    /// <exception cref="SandboxUnavailableException">It was starved both times.</exception>
    public static async Task<ExecutionResult> DecideAsync(ExecutionResult first, ResourceLimits limits,
        Func<Task<ExecutionResult>> repeatAlone)
    {
        if (!IsReached(first, limits))
        {
            return first;
        }

        var second = await repeatAlone() with { Executions = first.Executions + 1 };
        return IsStarved(second, limits) ? throw Starved(second) : second;
    }

    /// <summary>
    /// Time without that in which others had the processor. Threads of the program's own may have kept each other waiting, for no longer
    /// than they ran.
    /// </summary>
    private static TimeSpan OwnTime(TimeSpan elapsed, ProcessorUse use) =>
        use.Waited > use.CpuTime && use.Waited <= MaxWaitShare * elapsed ? elapsed - (use.Waited - use.CpuTime) : elapsed;

    private static SandboxUnavailableException Starved(ExecutionResult result) => new(
        "Other work on this machine kept the program from the processor, when it was repeated alone too: "
        + FormattableString.Invariant(
            $"in {result.Duration.TotalSeconds:0.#} s on the clock it ran for {result.CpuTime?.TotalSeconds:0.#} s ")
        + FormattableString.Invariant(
            $"and waited for {result.ProcessorWait?.TotalSeconds:0.#} s; go on when there is less load, or raise --timeout."));
}
