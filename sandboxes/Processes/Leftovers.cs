using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Eval.Sandboxes.Processes;

/// <summary>
/// Ends what an earlier host left. bubblewrap's first child waits for its parent before it asks to die with it: a parent that is killed in
/// that moment leaves it waiting for good.
/// </summary>
internal static partial class Leftovers
{
    private const int KillSignal = 9;

    /// <summary>Kills sandboxes that were started from this folder of programs and whose host is gone.</summary>
    public static void EndAll(string programsFolder)
    {
        foreach (var process in Process.GetProcessesByName("bwrap"))
        {
            using (process)
            {
                if (IsLeftover(process.Id, programsFolder))
                {
                    _ = Signal(process.Id, KillSignal);
                }
            }
        }
    }

    private static bool IsLeftover(int process, string programsFolder)
    {
        try
        {
            // The name may hold blanks and brackets; the parent is the second field after it.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var parent = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1];
            var parentName = File.ReadAllText($"/proc/{parent}/comm").Trim();
            // Who takes in orphans is the first process or a systemd of the user; in a container the first process may be a host of its
            // own.
            return (parentName == "systemd" || (parent == "1" && parentName is not ("dotnet" or "Eval.Harness")))
                && File.ReadAllText($"/proc/{process}/cmdline").Split('\0').Contains(Path.Combine(programsFolder, "worker"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or belongs to somebody else.
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
