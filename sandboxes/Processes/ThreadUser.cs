using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Eval.Sandboxes.Processes;

/// <summary>
/// Whom the current thread is for the moment of a start: to the system each thread has a user of its own, only the C library gives all of
/// them the same. The saved user stays root, by which the thread finds back; a program that starts has none but its own.
/// </summary>
internal readonly partial struct ThreadUser : IDisposable
{
    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
    private static readonly nint SetGroups = IsArm ? 159 : 116;
    private static readonly nint SetGroup = IsArm ? 149 : 119;
    private static readonly nint SetUser = IsArm ? 147 : 117;
    private readonly bool _isOther;

    private ThreadUser(bool isOther) => _isOther = isOther;

    /// <summary>Becomes a user with a group of the same number and no other; nothing where none is given.</summary>
    /// <exception cref="Win32Exception">The system refuses it.</exception>
    public static ThreadUser Become(int? user)
    {
        if (user is not { } number)
        {
            return new ThreadUser(isOther: false);
        }

        // Groups before the user, who may not change them.
        if (Call(SetGroups, 0, 0, 0) != 0 || Call(SetGroup, number, number, 0) != 0 || Call(SetUser, number, number, 0) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        return new ThreadUser(isOther: true);
    }

    /// <summary>Becomes root again.</summary>
    public void Dispose()
    {
        if (_isOther && (Call(SetUser, 0, 0, 0) != 0 || Call(SetGroup, 0, 0, 0) != 0))
        {
            throw new InvalidOperationException("The thread that starts programs does not become root again.");
        }
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(nint number, nint first, nint second, nint third);
}
