using System.Collections.Concurrent;
using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace Eval.Sandboxes.Processes;

/// <summary>
/// A program that was started, with pipes for its standard streams. It leads a session of its own from the start, which the framework's own
/// processes cannot: Ctrl-C on a terminal reaches every program of the session, and an answer that is running would end with it and be
/// scored by that.
/// </summary>
internal sealed partial class ChildProgram : IDisposable
{
    private const int DoNotWait = 1;
    private const int KillSignal = 9;
    private const int SignalMask = 0x7f;
    private const int SignalBase = 128;

    private static readonly ConcurrentDictionary<int, ChildProgram> Running = new();

    /// <summary>Kept, because the registration ends with it.</summary>
    private static readonly PosixSignalRegistration Ends =
        OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException()
            : PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => TakeEnds());

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="id">The process, whose end nobody has waited for.</param>
    /// <param name="input">The descriptor of what it reads.</param>
    /// <param name="output">The descriptor of what it says.</param>
    /// <param name="error">The descriptor of what it prints.</param>
    public ChildProgram(int id, int input, int output, int error)
    {
        Id = id;
        Input = Stream(PipeDirection.Out, input);
        Output = Stream(PipeDirection.In, output);
        Error = Stream(PipeDirection.In, error);
        Running[id] = this;
        // It may have ended before anybody knew of it.
        TakeEnd();
        GC.KeepAlive(Ends);
    }

    public int Id { get; }

    public Stream Input { get; }

    public Stream Output { get; }

    public Stream Error { get; }

    public bool HasEnded => TakeEnd();

    /// <summary>Ends with the program, with its exit code; 128 and the number of the signal where one ended it.</summary>
    public Task<int> Ended => _ended.Task;

    /// <summary>Ends the program and all of its group; nothing when it has ended.</summary>
    public void Kill()
    {
        lock (_gate)
        {
            // Before its end is taken the number is no other's.
            if (!TakeEnd())
            {
                _ = Signal(-Id, KillSignal);
            }
        }
    }

    /// <summary>Ends the program and lets its streams go.</summary>
    public void Dispose()
    {
        Kill();
        Input.Dispose();
        Output.Dispose();
        Error.Dispose();
    }

    private static AnonymousPipeClientStream Stream(PipeDirection direction, int descriptor) =>
        new(direction, new Microsoft.Win32.SafeHandles.SafePipeHandle(descriptor, ownsHandle: true));

    private static void TakeEnds()
    {
        foreach (var (_, program) in Running)
        {
            program.TakeEnd();
        }
    }

    /// <summary>Takes the end where there is one; returns whether there is.</summary>
    private bool TakeEnd()
    {
        lock (_gate)
        {
            if (!_ended.Task.IsCompleted && Wait(Id, out var status, DoNotWait) != 0)
            {
                Running.TryRemove(Id, out _);
                var signal = status & SignalMask;
                _ended.SetResult(signal == 0 ? status >> 8 & 0xff : SignalBase + signal);
            }

            return _ended.Task.IsCompleted;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "waitpid")]
    private static partial int Wait(int process, out int status, int options);
}
