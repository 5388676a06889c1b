using System.Collections.Concurrent;
using System.Diagnostics;

namespace Eval.Sandboxes.Roslyn;

/// <summary>
/// Starts processes from one thread that lives as long as this process. bubblewrap asks the system to be killed with its parent, and the system
/// means the thread that started it: a thread of the pool ends when there is little to do, and the waiting workers would die with it.
/// </summary>
internal static class StartingThread
{
    private static readonly BlockingCollection<(ProcessStartInfo Info, TaskCompletionSource<Process> Started)> Queue = [];

    static StartingThread() => new Thread(Work) { IsBackground = true, Name = "process starts" }.Start();

    public static Process Start(ProcessStartInfo info)
    {
        var started = new TaskCompletionSource<Process>();
        Queue.Add((info, started));
        return started.Task.GetAwaiter().GetResult();
    }

    private static void Work()
    {
        foreach (var (info, started) in Queue.GetConsumingEnumerable())
        {
            try
            {
                started.SetResult(Process.Start(info)!);
            }
            catch (Exception e)
            {
                // Whoever asked for the start is told.
                started.SetException(e);
            }
        }
    }
}
