using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Eval.Sandboxes.Processes;

/// <summary>
/// Starts programs from the current thread, whose properties they take over: its niceness and its walls, and its user, which it becomes for
/// the moment of the start. Each program that would set one of them on itself costs as much as a tenth of a worker's runtime.
/// </summary>
internal static unsafe partial class ProgramSpawner
{
    private const int CloseOnExec = 0x80000;
    private const short DefaultSignals = 0x04;
    private const short GivenMask = 0x08;
    private const short NewSession = 0x80;
    private const int BytesOfSignals = 128;

    /// <summary>More than any C library needs for either of its opaque structures.</summary>
    private const int OpaqueBytes = 1024;

    /// <exception cref="Win32Exception">It does not start.</exception>
    public static ChildProgram Start(ProgramStart start)
    {
        var (input, output, error) = (Pipe(), Pipe(), Pipe());
        var isStarted = false;
        try
        {
            var process = Spawn(start, input.Read, output.Write, error.Write);
            isStarted = true;
            return new ChildProgram(process, input.Write, output.Read, error.Read);
        }
        finally
        {
            CloseAll(input.Read, output.Write, error.Write);
            if (!isStarted)
            {
                CloseAll(input.Write, output.Read, error.Read);
            }
        }
    }

    private static int Spawn(ProgramStart start, int input, int output, int error)
    {
        var actions = stackalloc byte[OpaqueBytes];
        var attributes = stackalloc byte[OpaqueBytes];
        Check(InitActions(actions));
        Check(InitAttributes(attributes));
        try
        {
            // What the descriptors stand for is not inherited otherwise.
            Check(AddDuplicate(actions, input, 0));
            Check(AddDuplicate(actions, output, 1));
            Check(AddDuplicate(actions, error, 2));
            if (start.Folder is { } folder)
            {
                Check(AddFolder(actions, folder));
            }

            // This process leaves some signals alone and its threads hold some back, neither of which is to be inherited.
            var signals = stackalloc byte[BytesOfSignals];
            new Span<byte>(signals, BytesOfSignals).Clear();
            Check(SetMask(attributes, signals));
            new Span<byte>(signals, BytesOfSignals).Fill(0xff);
            Check(SetDefaults(attributes, signals));
            Check(SetFlags(attributes, DefaultSignals | GivenMask | NewSession));
            using var arguments = new NativeTexts([start.File, .. start.Arguments]);
            using var environment = new NativeTexts(start.Environment.Select(variable => $"{variable.Key}={variable.Value}"));
            using var user = ThreadUser.Become(start.User);
            Check(Spawn(out var process, start.File, actions, attributes, arguments.Addresses, environment.Addresses));
            return process;
        }
        finally
        {
            _ = DestroyActions(actions);
            _ = DestroyAttributes(attributes);
        }
    }

    private static (int Read, int Write) Pipe()
    {
        var ends = stackalloc int[2];
        return Pipe(ends, CloseOnExec) == 0 ? (ends[0], ends[1]) : throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new Win32Exception(error);
        }
    }

    private static void CloseAll(params ReadOnlySpan<int> descriptors)
    {
        foreach (var descriptor in descriptors)
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static partial int Pipe(int* ends, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Spawn(out int process, string file, byte* actions, byte* attributes, nint[] arguments, nint[] environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int InitActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int AddDuplicate(byte* actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddFolder(byte* actions, string folder);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int DestroyActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int InitAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int SetMask(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int SetDefaults(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int SetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int DestroyAttributes(byte* attributes);
}
