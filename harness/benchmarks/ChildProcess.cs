using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Eval.Benchmarks;

/// <summary>Runs programs and reads the processor time of everything below this process that has ended.</summary>
internal static partial class ChildProcess
{
    /// <summary>Returns user and system time of all ended descendants.</summary>
    public static TimeSpan EndedDescendantsCpu()
    {
        var usage = Usage();
        return TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]);
    }

    /// <summary>Returns the largest memory, in bytes, that an ended child ever had.</summary>
    public static long PeakOfEndedChildren() => Usage()[4] * 1024;

    private static long[] Usage()
    {
        const int Children = -1;
        var usage = new long[18];
        return GetResourceUsage(Children, usage) == 0 ? usage : throw new InvalidOperationException("getrusage failed");
    }

    public static Process Start(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null,
        string? folder = null)
    {
        var info = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true,
            WorkingDirectory = folder ?? "" };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            info.Environment[name] = value;
        }

        return Process.Start(info)!;
    }

    /// <summary>Runs to the end and returns what was printed.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        using var process = Start(file, arguments, environment, folder);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    /// <summary>The executable of the harness beside this one.</summary>
    public static string Harness => Path.Combine(AppContext.BaseDirectory, "Eval.Harness" + (OperatingSystem.IsWindows() ? ".exe" : ""));

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetResourceUsage(int who, [Out] long[] usage);
}
