using System.Runtime.InteropServices;

namespace Eval.Sandboxes.Processes;

/// <summary>
/// A second wall where no namespace stands: what a thread starts behind it sends no signal to, reads and traces no process on its other
/// side, does not connect to abstract sockets there, and writes to some folders alone. Each kernel takes of it what it knows; an older one
/// takes nothing.
/// </summary>
internal static partial class Landlock
{
    private const nint CreateRuleset = 444;
    private const nint AddRule = 445;
    private const nint RestrictSelf = 446;
    private const int SetNoNewPrivileges = 38;
    private const int SetDumpable = 4;
    private const int AskVersion = 1;
    private const int AskErrata = 2;

    /// <summary>From this version on signals and abstract sockets are kept apart, too.</summary>
    private const int VersionWithScopes = 6;

    /// <summary>
    /// Before this was fixed, a thread behind the wall could not signal others of its own process, which the runtime does.
    /// </summary>
    private const int ThreadsMaySignalEachOther = 1 << 1;

    /// <summary>Writing to files, removing and making them; from the second version on moving, from the third on cutting them.</summary>
    private const ulong Write = 0x1FF2;

    private const ulong Move = 1 << 13;
    private const ulong Cut = 1 << 14;
    private const nint PathBeneath = 1;
    private const int PathOnly = 0x280000;

    private const ulong AbstractSockets = 1 << 0;
    private const ulong Signals = 1 << 1;

    /// <summary>Puts the current thread, and all that it starts from now on, behind the wall; false where there is none.</summary>
    /// <param name="folders">What can still be written to.</param>
    public static bool Confine(params string[] folders)
    {
        var version = Ask(CreateRuleset, 0, 0, AskVersion);
        if (version < 1)
        {
            return false;
        }

        var isMended = Ask(CreateRuleset, 0, 0, AskErrata) is > 0 and var errata && (errata & ThreadsMaySignalEachOther) != 0;
        var writing = Write | (version < 2 ? 0 : Move) | (version < 3 ? 0 : Cut);
        var rules = new Rules { Files = writing, Scopes = version < VersionWithScopes ? 0 : AbstractSockets | (isMended ? Signals : 0) };
        var ruleset = Create(CreateRuleset, in rules, version < VersionWithScopes ? sizeof(ulong) : Marshal.SizeOf<Rules>(), 0);
        if (ruleset < 0)
        {
            return false;
        }

        var stands = folders.All(folder => Allow(ruleset, folder, writing)) && Control(SetNoNewPrivileges, 1, 0, 0, 0) == 0
            && Ask(RestrictSelf, ruleset, 0, 0) == 0;
        _ = Close((int)ruleset);
        return stands;
    }

    /// <summary>
    /// Keeps the memory and the environment of this process, and the keys in them, from processes of the same user, whatever the kernel.
    /// </summary>
    public static void HideThisProcess() => _ = Control(SetDumpable, 0, 0, 0, 0);

    private static bool Allow(nint ruleset, string folder, ulong rights)
    {
        var rule = new Rule { Rights = rights, Folder = Open(folder, PathOnly) };
        if (rule.Folder < 0)
        {
            return false;
        }

        var isAllowed = Add(AddRule, ruleset, PathBeneath, in rule, 0) == 0;
        _ = Close(rule.Folder);
        return isAllowed;
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint Add(nint number, nint ruleset, nint kind, in Rule rule, nint flags);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint Ask(nint number, nint first, nint second, nint third);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint Create(nint number, in Rules rules, nint size, nint flags);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nint second, nint third, nint fourth, nint fifth);

    [StructLayout(LayoutKind.Sequential)]
    private struct Rules
    {
        public ulong Files;
        public ulong Network;
        public ulong Scopes;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Rule
    {
        public ulong Rights;
        public int Folder;
    }
}
