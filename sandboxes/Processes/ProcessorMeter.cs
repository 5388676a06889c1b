using System.Globalization;
using System.Runtime.InteropServices;

namespace Eval.Sandboxes.Processes;

/// <summary>
/// Measures from outside what a program that was started by a chain of launchers has of the processor, from now on, and of memory.
/// </summary>
internal sealed partial class ProcessorMeter
{
    private const int ClockOfProcess = 2;
    private readonly int? _process;
    private readonly TimeSpan _cpuBefore;
    private readonly Dictionary<string, TimeSpan> _waitedBefore;

    /// <param name="leader">The process that was started; what it started last, if anything, is measured.</param>
    public ProcessorMeter(int leader)
    {
        _process = Innermost(leader);
        _cpuBefore = TotalCpuTime() ?? TimeSpan.Zero;
        _waitedBefore = Waits().ToDictionary(wait => wait.Thread, wait => wait.Waited);
    }

    /// <summary>
    /// Returns the processor time used since the start of the measurement; null when the program is gone or the system does not tell.
    /// </summary>
    public TimeSpan? CpuTime() => TotalCpuTime() is { } total ? total - _cpuBefore : null;

    /// <summary>
    /// Returns what was had since the start of the measurement; null when the program is gone or the system does not tell.
    /// </summary>
    public ProcessorUse? Read() => CpuTime() is { } cpu
        ? new ProcessorUse(cpu, Waits().Select(wait => wait.Waited - _waitedBefore.GetValueOrDefault(wait.Thread)).DefaultIfEmpty().Max())
        : null;

    /// <summary>Returns the memory it has at this moment; 0 when it is gone or the system does not tell.</summary>
    public long MemoryBytes()
    {
        try
        {
            return _process is null ? 0
                : long.Parse(File.ReadAllText($"/proc/{_process}/statm").Split(' ')[1],
                    CultureInfo.InvariantCulture) * Environment.SystemPageSize;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return 0;
        }
    }

    private static int? Innermost(int process)
    {
        try
        {
            while (true)
            {
                var children = File.ReadAllText($"/proc/{process}/task/{process}/children")
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (children.Length == 0)
                {
                    return process;
                }

                process = int.Parse(children[^1], CultureInfo.InvariantCulture);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    private TimeSpan? TotalCpuTime()
    {
        // The system's own name for the clock of another process; a file would tell it in hundredths of a second.
        return _process is { } process && ReadClock((~process << 3) | ClockOfProcess, out var time) == 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0)
            : null;
    }

    /// <summary>How long each thread was ready to run and had no processor, over its life.</summary>
    private List<(string Thread, TimeSpan Waited)> Waits()
    {
        var waits = new List<(string, TimeSpan)>();
        if (_process is null)
        {
            return waits;
        }

        try
        {
            foreach (var thread in Directory.EnumerateDirectories($"/proc/{_process}/task"))
            {
                // Time on the processor, time waiting for one, and turns.
                if (File.ReadAllText(Path.Combine(thread, "schedstat")).Split(' ') is [_, var waited, ..])
                {
                    waits.Add((thread, TimeSpan.FromMicroseconds(long.Parse(waited, CultureInfo.InvariantCulture) / 1000.0)));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            // A thread or the whole program ended meanwhile.
        }

        return waits;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ReadClock(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Time(nint Seconds, nint Nanoseconds);
}
