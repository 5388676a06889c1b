using System.Runtime.InteropServices;

namespace Eval.Sandboxes.Worker.Confinement;

/// <summary>The limits a worker puts on itself, for good, before it loads the answer.</summary>
internal readonly partial record struct WorkerLimits(long CpuSeconds, long MemoryBytes, long OutputBytes, long FileBytes, long Processes)
{
    public const int Length = 5 * sizeof(long);
    private const long ClocksPerSecond = 1_000_000;
    private const int Cpu = 0;
    private const int FileSize = 1;
    private const int Data = 2;
    private const int Core = 4;
    private const int ProcessCount = 6;
    private const int OpenFiles = 7;
    private const long MaxOpenFiles = 256;

    public static WorkerLimits Read(byte[] body, out byte[] assembly)
    {
        assembly = body[Length..];
        long Number(int index) => BitConverter.ToInt64(body, index * sizeof(long));
        return new WorkerLimits(Number(0), Number(1), Number(2), Number(3), Number(4));
    }

    /// <summary>Limits this process for good.</summary>
    /// <param name="isRepeated">Whether more than one run follows, so that only the host can limit the processor time of each.</param>
    public void Apply(bool isRepeated)
    {
        // The host looks at the processor time too; this holds where it cannot, and counts from here on: the start is not the answer's. The
        // soft limit ends the process with a signal that names the reason; the hard one is there for programs that catch it.
        var until = (Clock() + ClocksPerSecond - 1) / ClocksPerSecond + CpuSeconds;
        if (!isRepeated)
        {
            Set(Cpu, until, until + 1);
        }

        Set(FileSize, FileBytes);
        Set(Data, MemoryBytes);
        Set(Core, 0);
        Set(OpenFiles, MaxOpenFiles);
        if (Processes > 0)
        {
            Set(ProcessCount, Processes);
        }
    }

    private static void Set(int resource, long value) => Set(resource, value, value);

    private static void Set(int resource, long soft, long hard)
    {
        var limit = new Limit(soft, hard);
        if (SetLimit(resource, in limit) != 0)
        {
            throw new InvalidOperationException(
                $"setrlimit({resource}) failed: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastSystemError())}");
        }
    }

    [LibraryImport(SystemLibrary.Name, EntryPoint = "clock")]
    private static partial nint Clock();

    [LibraryImport(SystemLibrary.Name, EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Limit(long Soft, long Hard);
}
