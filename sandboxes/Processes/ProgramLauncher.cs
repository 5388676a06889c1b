using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using Eval.Sandboxes.Worker;

namespace Eval.Sandboxes.Processes;

/// <summary>
/// Starts worker and compiler: inside bubblewrap with nothing but the runtime and their own folder, or as plain processes.
/// </summary>
/// <param name="programsFolder">The folder that holds <c>worker/</c> and <c>compiler/</c>.</param>
/// <param name="isolation">The level.</param>
/// <param name="asNobody">Whether to give up root first.</param>
/// <param name="user">Whom to become then. Default: nobody.</param>
internal sealed class ProgramLauncher(string programsFolder, IsolationLevel isolation, bool asNobody, int user = ProgramLauncher.Nobody)
{
    private const int Nobody = 65534;

    /// <summary>The user that tests run as, which no answer is.</summary>
    private const int CheckerUser = 65533;

    private const string Bubblewrap = "/usr/bin/bwrap";

    /// <summary>Where the programs stand inside: the machine's own paths are not shown.</summary>
    private const string InnerFolder = "/program";

    private const string InnerDotnetRoot = "/dotnet";

    private const long ScratchBytes = 16 << 20;
    private const long ProbeHeapBytes = 64 << 20;
    private static readonly string DotnetRoot = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <summary>What libraries a runtime needs of the system, and nothing else of it: no shell, no home, no configuration.</summary>
    private static readonly string[] LibraryFolders = ["/lib", "/lib64", "/usr/lib64", "/usr/lib/x86_64-linux-gnu",
        "/usr/lib/aarch64-linux-gnu", "/usr/lib"];

    public IsolationLevel Isolation => isolation;

    /// <summary>
    /// Whether this process may become another user. It does so where it can: the system's limit on processes does not hold for root, not
    /// even inside a namespace.
    /// </summary>
    public static bool CanBecomeNobody => OperatingSystem.IsLinux() && System.Environment.IsPrivilegedProcess;

    public static bool HasBubblewrap => OperatingSystem.IsLinux() && File.Exists(Bubblewrap);

    /// <summary>Finds the strongest isolation that works here.</summary>
    /// <param name="programsFolder">The folder that holds <c>worker/</c> and <c>compiler/</c>.</param>
    /// <param name="wanted">The isolation wanted; null takes the strongest.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SandboxUnavailableException">The isolation asked for does not work here.</exception>
    public static async Task<ProgramLauncher> FindAsync(string programsFolder, IsolationLevel? wanted, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new SandboxUnavailableException("C# answers run on Linux only; on Windows use WSL 2, on macOS a Linux virtual machine.");
        }

        Leftovers.EndAll(programsFolder);
        var ways = Ways(wanted).ToList();
        for (var i = 0; ; i++)
        {
            var launcher = new ProgramLauncher(programsFolder, ways[i].Level, ways[i].AsNobody);
            try
            {
                if (ways[i].Level == IsolationLevel.Bubblewrap && !HasBubblewrap)
                {
                    throw new SandboxUnavailableException("bubblewrap is not installed; on Debian and Ubuntu: apt-get install bubblewrap.");
                }

                // Only a worker that really started shows that the way works: some systems refuse namespaces to ordinary users, and nobody
                // may not be allowed to read the program's folder.
                (await WorkerProcess.StartAsync(launcher, ProbeHeapBytes, ct)).Dispose();
                return launcher;
            }
            catch (SandboxUnavailableException) when (i + 1 < ways.Count)
            {
                // The next way is tried; what it lacks is said by Isolation.
            }
        }
    }

    /// <summary>Returns what starts processes in the same way as another user, where this process may choose.</summary>
    public ProgramLauncher ForCheckers() => new(programsFolder, isolation, asNobody, CheckerUser);

    public ChildProgram Start(string program, long heapBytes)
    {
        var name = Path.Combine(program, $"Eval.Sandboxes.{char.ToUpperInvariant(program[0])}{program[1..]}.dll");
        var assembly = Path.Combine(programsFolder, name);
        if (!File.Exists(assembly))
        {
            throw new SandboxUnavailableException($"{assembly} is missing; build the program again.");
        }

        int? startedAs = asNobody ? user : null;
        var environment = Environment(heapBytes);
        var start = isolation == IsolationLevel.Bubblewrap
            ? new ProgramStart(Bubblewrap, [.. IsolationArguments(program), Path.Combine(InnerDotnetRoot, "dotnet"),
                Path.Combine(InnerFolder, name)], environment, User: startedAs)
            : new ProgramStart(Path.Combine(DotnetRoot, "dotnet"), [assembly, WorkerArguments.WithoutNamespaces], environment,
                Path.GetTempPath(), startedAs);
        try
        {
            return isolation == IsolationLevel.Bubblewrap
                ? StartingThread.Start(start) : ConfinedStart.Start(start, environment["TMPDIR"], start.Folder!, "/dev");
        }
        catch (Win32Exception e)
        {
            throw new SandboxUnavailableException($"{start.File} does not start: {e.Message}", e);
        }
    }

    /// <summary>Returns the ways to start programs from strong to weak.</summary>
    private static IEnumerable<(IsolationLevel Level, bool AsNobody)> Ways(IsolationLevel? wanted)
    {
        IsolationLevel[] levels = wanted is { } only ? [only]
            : HasBubblewrap ? [IsolationLevel.Bubblewrap, IsolationLevel.Process] : [IsolationLevel.Process];
        foreach (var level in levels)
        {
            if (CanBecomeNobody)
            {
                yield return (level, true);
            }

            yield return (level, false);
        }
    }

    private Dictionary<string, string> Environment(long heapBytes) => new(TextEnvironment)
    {
        // Tests are short and many run in one process: to compile them better is worth it only where one runs on. Hexadecimal milliseconds.
        ["DOTNET_TC_CallCountingDelayMs"] = user == CheckerUser ? "3e8" : "64",
        // Code pages need not be mapped twice: it takes time at every start, and answers are hostile anyway.
        ["DOTNET_EnableWriteXorExecute"] = "0",
        ["DOTNET_GCHeapHardLimit"] = $"0x{heapBytes:x}",
        ["DOTNET_EnableDiagnostics"] = "0",
        ["DOTNET_LTTng"] = "0",
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_NOLOGO"] = "1",
        ["HOME"] = "/tmp",
        ["TMPDIR"] = "/tmp",
        ["LANG"] = "C.UTF-8",
        ["TZ"] = "UTC",
    };

    private List<string> IsolationArguments(string program)
    {
        var arguments = new List<string>();
        void Add(params ReadOnlySpan<string> words) => arguments.AddRange(words);

        Add("--unshare-all", "--die-with-parent", "--new-session", "--uid", "65534", "--gid", "65534", "--hostname", "sandbox",
            "--cap-drop", "ALL");
        foreach (var folder in LibraryFolders)
        {
            // /lib is a link to usr/lib where the two are merged.
            if (new DirectoryInfo(folder) is { Exists: true, LinkTarget: { } target })
            {
                Add("--symlink", target, folder);
            }
        }

        foreach (var folder in LibraryFolders.Where(folder => folder != "/usr/lib" && folder != "/lib" || IsAlpine))
        {
            if (new DirectoryInfo(folder) is { Exists: true, LinkTarget: null })
            {
                Add("--ro-bind", folder, folder);
            }
        }

        Add("--ro-bind", DotnetRoot, InnerDotnetRoot);
        // The compiler refers to the worker's assembly; the worker sees nothing but itself.
        foreach (var folder in program == "compiler" ? new[] { "compiler", "worker" } : ["worker"])
        {
            Add("--ro-bind", Path.Combine(programsFolder, folder), Path.Combine(InnerFolder, folder));
        }

        Add("--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache");
        AddDevices(arguments);
        // bubblewrap's own process is of the same user and behind no filter: nothing of it is shown.
        Add("--proc", "/proc", "--tmpfs", "/proc/1", "--remount-ro", "/proc/1");
        Add("--size", $"{ScratchBytes}", "--tmpfs", "/tmp", "--remount-ro", "/", "--chdir", "/tmp");
        return arguments;
    }

    /// <summary>
    /// Adds devices that programs read and write without a terminal. bubblewrap's own choice has terminals too, which nobody here has, and
    /// takes a little of every start.
    /// </summary>
    private static void AddDevices(List<string> arguments)
    {
        foreach (var device in DeviceTimes.Devices)
        {
            arguments.AddRange(["--dev-bind-try", device, device]);
        }

        foreach (var (name, target) in new[] { ("fd", ""), ("stdin", "/0"), ("stdout", "/1"), ("stderr", "/2") })
        {
            arguments.AddRange(["--symlink", "/proc/self/fd" + target, "/dev/" + name]);
        }

        arguments.AddRange(["--dir", "/dev/shm"]);
    }

    /// <summary>
    /// How .NET sorts and compares text: with ICU where it is installed, because answers expect it; a program only starts without it in the
    /// invariant mode. Told which version there is, the runtime need not try them all, which takes a millisecond of every start.
    /// </summary>
    private static readonly Dictionary<string, string> TextEnvironment = IcuVersion() switch
    {
        null => new() { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" },
        "" => new() { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "0" },
        var version => new() { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "0", ["DOTNET_ICU_VERSION_OVERRIDE"] = version },
    };

    /// <summary>Returns the major version of the installed ICU; empty when its name tells none, null when there is none.</summary>
    private static string? IcuVersion()
    {
        const string Library = "libicuuc.so";
        var names = LibraryFolders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, Library + "*"))
            .Select(path => Path.GetFileName(path)!).ToList();
        return names.Count == 0 ? null : names.Select(name => name[Library.Length..].Trim('.'))
            .FirstOrDefault(rest => int.TryParse(rest, CultureInfo.InvariantCulture, out _)) ?? "";
    }

    private static bool IsAlpine => File.Exists("/etc/alpine-release");
}
