namespace Eval.Sandboxes.Processes;

/// <summary>
/// Starts a program behind a <see cref="Landlock"/> wall of its own, so that it reaches neither this machine's processes nor the others
/// started here. The wall is a thread's, and a program may ask to end with the thread that started it: each has one, which lives as long.
/// </summary>
internal static class ConfinedStart
{
    public static ChildProgram Start(ProgramStart start, params string[] writableFolders)
    {
        var started = new TaskCompletionSource<ChildProgram>();
        new Thread(() => Run(start, writableFolders, started)) { IsBackground = true, Name = "a confined program" }.Start();
        return started.Task.GetAwaiter().GetResult();
    }

    private static void Run(ProgramStart start, string[] writableFolders, TaskCompletionSource<ChildProgram> started)
    {
        try
        {
            Landlock.HideThisProcess();
            StartingThread.GiveWay();
            Landlock.Confine(writableFolders);
            var program = ProgramSpawner.Start(start);
            started.SetResult(program);
            program.Ended.Wait();
        }
        catch (Exception e)
        {
            // Whoever asked for the start is told.
            started.TrySetException(e);
        }
    }
}
