using System.Diagnostics;

namespace Eval.Sandboxes.Roslyn;

/// <summary>
/// Starts a process behind a <see cref="Landlock"/> wall of its own, so that it reaches neither this machine's processes nor the others started
/// here. The wall is a thread's, and a process may ask to end with the thread that started it: each has one, which lives as long.
/// </summary>
internal static class ConfinedStart
{
    private const string Temporary = "TMPDIR";

    public static Process Start(ProcessStartInfo info)
    {
        var started = new TaskCompletionSource<Process>();
        new Thread(() => Run(info, started)) { IsBackground = true, Name = "a confined process" }.Start();
        return started.Task.GetAwaiter().GetResult();
    }

    private static void Run(ProcessStartInfo info, TaskCompletionSource<Process> started)
    {
        try
        {
            Landlock.HideThisProcess();
            Landlock.Confine(info.Environment[Temporary]!, info.WorkingDirectory, "/dev");
            var process = Process.Start(info)!;
            started.SetResult(process);
            process.WaitForExit();
        }
        catch (InvalidOperationException) when (started.Task.IsCompletedSuccessfully)
        {
            // It was ended and let go.
        }
        catch (Exception e)
        {
            // Whoever asked for the start is told.
            started.TrySetException(e);
        }
    }
}
