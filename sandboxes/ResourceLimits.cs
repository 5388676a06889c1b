namespace Eval.Sandboxes;

/// <summary>What one execution may use.</summary>
public sealed record ResourceLimits
{
    /// <summary>
    /// Gets the processor time. Default: 5 s. Decides the time-out, so that a verdict does not depend on the machine's load.
    /// </summary>
    public TimeSpan CpuTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the time on the clock, generous against <see cref="CpuTime"/>. Default: 15 s.</summary>
    public TimeSpan WallTime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets the memory in bytes. Default: 512 MiB.</summary>
    public long MemoryBytes { get; init; } = 512L << 20;

    /// <summary>
    /// Gets the most bytes of returned values and of a file. What is printed has no limit: all but its beginning is dropped. Default: 1 MiB
    /// each.
    /// </summary>
    public long OutputBytes { get; init; } = 1 << 20;

    /// <summary>Gets the most processes and threads. Default: 64.</summary>
    public int Processes { get; init; } = 64;
}
