using System.Runtime.InteropServices;

namespace Eval.Sandboxes.Worker;

/// <summary>
/// Takes from this process, for good, the system calls that no answer needs: starting processes (whose memory would be counted apart), signals
/// to other processes, memory that the limits do not count, and the parts of the kernel that attacks begin with. What is refused fails with
/// "not permitted". A classic BPF program, because that is what seccomp takes.
/// </summary>
internal static partial class SystemCallFilter
{
    private const int SetNoNewPrivileges = 38;
    private const int SetFilterMode = 1;
    private const int OnAllThreads = 1;

    private const ushort Load = 0x20;
    private const ushort And = 0x54;
    private const ushort JumpIfEqual = 0x15;
    private const ushort JumpIfAtLeast = 0x35;
    private const ushort JumpIfAnySet = 0x45;
    private const ushort Return = 0x06;

    private const uint Allow = 0x7fff0000;
    private const uint KillProcess = 0x80000000;
    private const uint Fail = 0x00050000;
    private const uint NotPermitted = Fail | 1;
    private const uint NotImplemented = Fail | 38;

    private const uint NumberOffset = 0;
    private const uint ArchitectureOffset = 4;
    private const uint ArgumentOffset = 16;
    private const uint ArgumentLength = 8;

    private const uint CloneThread = 0x10000;
    private const uint SharedAnonymous = 0x21;

    /// <summary>The second ABI of x86-64 has the same calls under numbers of its own.</summary>
    private const uint FirstNumberOfX32 = 0x40000000;

    /// <summary>Every call by its numbers on x86-64 and arm64; 0 where it does not exist.</summary>
    private static readonly Call[] Refused =
    [
        new("fork", 57, 0), new("vfork", 58, 0), new("execve", 59, 221), new("execveat", 322, 281),
        new("kill", 62, 129), new("tkill", 200, 130), new("rt_sigqueueinfo", 129, 138), new("rt_tgsigqueueinfo", 297, 240), new("pidfd_send_signal", 424, 424),
        new("memfd_create", 319, 279), new("memfd_secret", 447, 447), new("shmget", 29, 194), new("shmat", 30, 196), new("semget", 64, 190),
        new("msgget", 68, 186), new("mq_open", 240, 180),
        new("ptrace", 101, 117), new("process_vm_readv", 310, 270), new("process_vm_writev", 311, 271), new("pidfd_getfd", 438, 438), new("kcmp", 312, 272),
        new("unshare", 272, 97), new("setns", 308, 268), new("mount", 165, 40), new("umount2", 166, 39), new("pivot_root", 155, 41), new("chroot", 161, 51),
        new("open_tree", 428, 428), new("move_mount", 429, 429), new("fsopen", 430, 430),
        new("bpf", 321, 280), new("perf_event_open", 298, 241), new("userfaultfd", 323, 282), new("io_uring_setup", 425, 425), new("io_uring_enter", 426, 426),
        new("io_uring_register", 427, 427), new("keyctl", 250, 219), new("add_key", 248, 217), new("request_key", 249, 218), new("personality", 135, 92),
        new("kexec_load", 246, 104), new("init_module", 175, 105), new("finit_module", 313, 273),
    ];

    private static readonly Call[] Sockets = [new("socket", 41, 198), new("socketpair", 53, 199)];
    private static readonly Call Clone = new("clone", 56, 220);
    private static readonly Call Clone3 = new("clone3", 435, 435);
    private static readonly Call SignalThread = new("tgkill", 234, 131);
    private static readonly Call Map = new("mmap", 9, 222);
    private static readonly Call SetFilter = new("seccomp", 317, 277);

    private static bool IsArm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <param name="refuseSockets">Whether to take the network too, where no namespace does.</param>
    /// <exception cref="InvalidOperationException">The system refuses the filter.</exception>
    public static void Install(bool refuseSockets)
    {
        var program = Begin();
        foreach (var call in Refused)
        {
            program.Refuse(call, NotPermitted);
        }

        if (refuseSockets)
        {
            foreach (var call in Sockets)
            {
                program.Refuse(call, NotPermitted);
            }
        }

        // The library falls back to clone, whose flags can be seen: threads yes, processes no.
        program.Refuse(Clone3, NotImplemented);
        program.Add(JumpIfEqual, Clone.Number, whenFalse: 4);
        program.Add(Load, Argument(0));
        program.Add(JumpIfAnySet, CloneThread, whenTrue: 1);
        program.Add(Return, NotPermitted);
        program.Add(Return, Allow);

        // The runtime stops its own threads by signals.
        program.Add(JumpIfEqual, SignalThread.Number, whenFalse: 3);
        program.Add(Load, Argument(0));
        program.Add(JumpIfEqual, (uint)Environment.ProcessId, whenTrue: 1);
        program.Add(Return, NotPermitted);
        Install(program);
    }

    /// <summary>
    /// Refuses shared memory, which the limit on memory does not count. The runtime takes some to load an assembly that it is given, so this
    /// is done when the answer is loaded.
    /// </summary>
    public static void RefuseSharedMemory()
    {
        var program = Begin();
        program.Add(JumpIfEqual, Map.Number, whenFalse: 4);
        program.Add(Load, Argument(3));
        program.Add(And, SharedAnonymous);
        program.Add(JumpIfEqual, SharedAnonymous, whenFalse: 1);
        program.Add(Return, NotPermitted);
        Install(program);
    }

    private static unsafe void Install(Assembler assembler)
    {
        assembler.Add(Return, Allow);
        var program = assembler.ToArray();
        fixed (Instruction* first = program)
        {
            var filter = new Filter((ushort)program.Length, first);
            if (Control(SetNoNewPrivileges, 1, 0, 0, 0) != 0 || SystemCall((nint)SetFilter.Number, SetFilterMode, OnAllThreads, (nint)(&filter)) != 0)
            {
                throw new InvalidOperationException($"the system refuses a seccomp filter: {Marshal.GetLastPInvokeErrorMessage()}");
            }
        }
    }

    private static Assembler Begin()
    {
        var program = new Assembler();
        program.Add(Load, ArchitectureOffset);
        program.Add(JumpIfEqual, IsArm ? 0xC00000B7 : 0xC000003E, whenTrue: 1);
        program.Add(Return, KillProcess);
        program.Add(Load, NumberOffset);
        program.Add(JumpIfAtLeast, FirstNumberOfX32, whenFalse: 1);
        program.Add(Return, NotImplemented);
        return program;
    }

    /// <summary>The lower half of an argument; the calls at hand use no more.</summary>
    private static uint Argument(uint index) => ArgumentOffset + ArgumentLength * index;

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Control(int option, nint second, nint third, nint fourth, nint fifth);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second, nint third);

    private sealed class Call(string name, uint x64, uint arm)
    {
        public uint Number => IsArm ? arm : x64;

        public override string ToString() => name;
    }

    private sealed class Assembler
    {
        private readonly Instruction[] _instructions = new Instruction[256];
        private int _count;

        public void Add(ushort code, uint operand, byte whenTrue = 0, byte whenFalse = 0) =>
            _instructions[_count++] = new Instruction(code, whenTrue, whenFalse, operand);

        public void Refuse(Call call, uint result)
        {
            if (call.Number != 0)
            {
                Add(JumpIfEqual, call.Number, whenFalse: 1);
                Add(Return, result);
            }
        }

        public Instruction[] ToArray() => _instructions[.._count];
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Instruction(ushort code, byte whenTrue, byte whenFalse, uint operand)
    {
        public readonly ushort Code = code;
        public readonly byte WhenTrue = whenTrue;
        public readonly byte WhenFalse = whenFalse;
        public readonly uint Operand = operand;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly unsafe struct Filter(ushort length, Instruction* first)
    {
        public readonly ushort Length = length;
        public readonly Instruction* First = first;
    }
}
