using System.Runtime.InteropServices;
using static Eval.Sandboxes.Worker.Confinement.FilterProgram;

namespace Eval.Sandboxes.Worker.Confinement;

/// <summary>
/// Leaves this process, for good, the system calls of <see cref="SystemCalls"/>: no processes (whose memory would be counted apart), no
/// signal to another process by any way, nothing with a name that outlives it. What is refused fails with "not permitted".
/// </summary>
internal static partial class SystemCallFilter
{
    private const int SetNoNewPrivileges = 38;
    private const int SetDumpable = 4;
    private const int SetParentDeathSignal = 1;
    private const int Kill = 9;
    private const int SetFilterMode = 1;
    private const int OnAllThreads = 1;
    private const uint CloneThread = 0x10000;
    private const uint SharedAnonymous = 0x21;

    /// <param name="refuseSockets">Whether to take the network too, where no namespace does.</param>
    /// <exception cref="InvalidOperationException">The system refuses the filter.</exception>
    public static void Install(bool refuseSockets)
    {
        // Killed with its host also where no namespace sees to it; an answer that sleeps would stay. Nobody reads its memory, of the same
        // user neither.
        if (Control(SetParentDeathSignal, Kill, 0, 0, 0) != 0 || Control(SetDumpable, 0, 0, 0, 0) != 0)
        {
            throw new InvalidOperationException($"prctl failed: {LastError()}");
        }

        var own = (uint)Environment.ProcessId;
        var program = new FilterProgram(SystemCalls.Allowed);
        // The library falls back to clone, whose flags can be seen: threads yes, processes no.
        program.Deny(SystemCalls.Clone3);
        program.Decide(SystemCalls.Clone, new(Load, Argument(0)), new(JumpIfAnySet, CloneThread, whenTrue: 1), new(Return, NotPermitted),
            new(Return, Allow));
        // The runtime stops its own threads by signals.
        program.AllowIf(SystemCalls.SignalThread, 0, own);
        program.AllowIf(SystemCalls.Signal, 0, own);
        program.AllowIf(SystemCalls.Limit, 0, 0, own);
        program.AllowIf(SystemCalls.SetAffinity, 0, 0, own);
        program.AllowIf(SystemCalls.SetScheduler, 0, 0, own);
        program.AllowIf(SystemCalls.SetPriority, [0], [0, own]);
        program.AllowIf(SystemCalls.FileControl, 1, SystemCalls.FileCommands);
        program.AllowIf(SystemCalls.DeviceControl, 1, SystemCalls.DeviceCommands);
        program.AllowIf(SystemCalls.ProcessControl, 0, SystemCalls.ProcessOptions);
        if (!refuseSockets)
        {
            program.AllowIf(SystemCalls.Socket, 0, SystemCalls.SocketFamilies);
            program.AllowIf(SystemCalls.SocketPair, 0, SystemCalls.SocketFamilies);
        }

        Install(program.Build(out var length), length);
    }

    /// <summary>
    /// Refuses shared memory, which the limit on memory does not count. The runtime takes some to load an assembly that it is given, so
    /// this is done when the answer is loaded.
    /// </summary>
    public static void RefuseSharedMemory()
    {
        FilterInstruction[] program =
        [
            new(Load, NumberOffset),
            new(JumpIfEqual, SystemCalls.Map.Number, whenFalse: 4),
            new(Load, Argument(3)),
            new(And, SharedAnonymous),
            new(JumpIfEqual, SharedAnonymous, whenFalse: 1),
            new(Return, NotPermitted),
            new(Return, Allow),
        ];
        Install(program, program.Length);
    }

    private static unsafe void Install(FilterInstruction[] program, int length)
    {
        fixed (FilterInstruction* first = program)
        {
            var filter = new Filter((ushort)length, first);
            if (Control(SetNoNewPrivileges, 1, 0, 0, 0) != 0
                || Invoke((nint)SystemCalls.SetFilter.Number, SetFilterMode, OnAllThreads, (nint)(&filter)) != 0)
            {
                throw new InvalidOperationException($"the system refuses a seccomp filter: {LastError()}");
            }
        }
    }

    private static string LastError() => Marshal.GetPInvokeErrorMessage(Marshal.GetLastSystemError());

    [LibraryImport(SystemLibrary.Name, EntryPoint = "prctl")]
    private static partial int Control(int option, nint second, nint third, nint fourth, nint fifth);

    [LibraryImport(SystemLibrary.Name, EntryPoint = "syscall")]
    private static partial nint Invoke(nint number, nint first, nint second, nint third);

    [StructLayout(LayoutKind.Sequential)]
    private readonly unsafe struct Filter(ushort length, FilterInstruction* first)
    {
        public readonly ushort Length = length;
        public readonly FilterInstruction* First = first;
    }
}
