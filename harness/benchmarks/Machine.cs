namespace Eval.Benchmarks;

/// <summary>What the whole machine does.</summary>
internal static class Machine
{
    private const int IdleColumn = 3;
    private const int WaitColumn = 4;

    /// <summary>
    /// The processor time of the whole machine: workers that are killed inside their namespaces, and engines, are waited for by nobody
    /// whose times could be asked, so nothing else may run beside such a benchmark.
    /// </summary>
    public static TimeSpan BusyTime()
    {
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(7)
            .Select(long.Parse).ToArray();
        return TimeSpan.FromMilliseconds(10 * (ticks.Sum() - ticks[IdleColumn] - ticks[WaitColumn]));
    }
}
