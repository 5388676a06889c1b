using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Eval.Sandboxes.Worker;

/// <summary>
/// Moves the channel away from descriptors 0 and 1, so that what the answer reads and prints has nothing to do with it: it reads nothing, and
/// everything it prints goes to descriptor 2.
/// </summary>
internal static partial class PrivateDescriptors
{
    private const int ReadOnly = 0;
    private const int SetCloseOnExec = 1030;

    public static FileStream TakeInput()
    {
        var stream = Move(0, FileAccess.Read);
        var nothing = Open("/dev/null", ReadOnly);
        Replace(0, nothing);
        return stream;
    }

    public static FileStream TakeOutput()
    {
        var stream = Move(1, FileAccess.Write);
        Replace(1, 2);
        return stream;
    }

    private static void Replace(int descriptor, int by)
    {
        if (by < 0 || Duplicate(by, descriptor) < 0)
        {
            throw new InvalidOperationException($"descriptor {descriptor} cannot be replaced");
        }
    }

    private static FileStream Move(int descriptor, FileAccess access)
    {
        // A high number is not found by guessing small ones, and no child process inherits it.
        var moved = Control(descriptor, SetCloseOnExec, 100 + Environment.ProcessId % 50);
        return new FileStream(new SafeFileHandle(moved, ownsHandle: true), access, bufferSize: 0);
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int from, int to);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
