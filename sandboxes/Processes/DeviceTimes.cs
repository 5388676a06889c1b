using System.Runtime.InteropServices;

namespace Eval.Sandboxes.Processes;

/// <summary>
/// The times of the devices that workers see, which are this machine's: whoever may write to a device may also set its time, and would
/// leave a word for a later answer by that. They are set anew before each answer.
/// </summary>
internal static partial class DeviceTimes
{
    private const int FromRoot = -100;

    /// <summary>Seen by plain processes only.</summary>
    private const string Terminal = "/dev/tty";

    /// <summary>What workers see of this machine's devices.</summary>
    public static readonly IReadOnlyList<string> Devices = ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"];

    public static void Renew()
    {
        foreach (var device in Devices.Append(Terminal))
        {
            _ = SetTimes(FromRoot, device, 0, 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "utimensat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetTimes(int folder, string path, nint times, int flags);
}
