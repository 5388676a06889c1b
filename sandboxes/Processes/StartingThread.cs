using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Eval.Sandboxes.Processes;

/// <summary>
/// Starts programs from one thread that lives as long as this process. bubblewrap asks the system to be killed with its parent, and the
/// system means the thread that started it: a thread of the pool ends when there is little to do, and the waiting workers would die with
/// it.
/// </summary>
internal static partial class StartingThread
{
    /// <summary>
    /// Answers give way to the harness: what they run for is counted in processor time, what the harness does is clocked.
    /// </summary>
    private const int Niceness = 10;

    private const int OfThread = 0;
    private static readonly BlockingCollection<(ProgramStart Start, TaskCompletionSource<ChildProgram> Started)> Queue = [];

    static StartingThread() => new Thread(Work) { IsBackground = true, Name = "program starts" }.Start();

    public static ChildProgram Start(ProgramStart start)
    {
        var started = new TaskCompletionSource<ChildProgram>();
        Queue.Add((start, started));
        return started.Task.GetAwaiter().GetResult();
    }

    /// <summary>Makes the current thread, and what it starts from now on, give way to others.</summary>
    public static void GiveWay() => _ = SetPriority(OfThread, 0, Niceness);

    private static void Work()
    {
        GiveWay();
        foreach (var (start, started) in Queue.GetConsumingEnumerable())
        {
            try
            {
                started.SetResult(ProgramSpawner.Start(start));
            }
            catch (Exception e)
            {
                // Whoever asked for the start is told.
                started.SetException(e);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int kind, int thread, int niceness);
}
