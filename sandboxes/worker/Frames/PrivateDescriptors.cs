using System.Runtime.InteropServices;
using Eval.Sandboxes.Worker.Confinement;

namespace Eval.Sandboxes.Worker.Frames;

/// <summary>
/// Moves the channel away from descriptors 0 and 1, so that what the answer reads and prints has nothing to do with it: it reads nothing,
/// and everything it prints goes to descriptor 2.
/// </summary>
internal static unsafe partial class PrivateDescriptors
{
    private const int ReadOnly = 0;
    private const int SetCloseOnExec = 1030;

    public static DescriptorStream TakeInput()
    {
        var stream = Move(0);
        fixed (byte* nothing = "/dev/null"u8)
        {
            Replace(0, Open(nothing, ReadOnly));
        }

        return stream;
    }

    public static DescriptorStream TakeOutput()
    {
        var stream = Move(1);
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

    private static DescriptorStream Move(int descriptor)
    {
        // A high number is not found by guessing small ones, and no child process inherits it.
        return new DescriptorStream(Control(descriptor, SetCloseOnExec, 100 + Environment.ProcessId % 50));
    }

    [LibraryImport(SystemLibrary.Name, EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int argument);

    [LibraryImport(SystemLibrary.Name, EntryPoint = "dup2")]
    private static partial int Duplicate(int from, int to);

    [LibraryImport(SystemLibrary.Name, EntryPoint = "open")]
    private static partial int Open(byte* path, int flags);
}
