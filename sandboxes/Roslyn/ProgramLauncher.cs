using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Eval.Sandboxes.Roslyn;

/// <summary>Starts worker and compiler: inside bubblewrap with nothing but the runtime and their own folder, or as plain processes.</summary>
internal sealed class ProgramLauncher(string programsFolder, IsolationLevel isolation)
{
    private const string Bubblewrap = "/usr/bin/bwrap";

    /// <summary>Where the programs stand inside: the machine's own paths are not shown.</summary>
    private const string InnerFolder = "/program";

    private const long ScratchBytes = 16 << 20;
    private static readonly string DotnetRoot = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <summary>What libraries a runtime needs of the system, and nothing else of it: no shell, no home, no configuration.</summary>
    private static readonly string[] LibraryFolders = ["/lib", "/lib64", "/usr/lib64", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib"];

    public IsolationLevel Isolation => isolation;

    public static bool HasBubblewrap => OperatingSystem.IsLinux() && File.Exists(Bubblewrap);

    public Process Start(string program, long heapBytes)
    {
        var name = Path.Combine(program, $"Eval.Sandboxes.{char.ToUpperInvariant(program[0])}{program[1..]}.dll");
        var assembly = Path.Combine(programsFolder, name);
        if (!File.Exists(assembly))
        {
            throw new SandboxUnavailableException($"{assembly} is missing; build the program again.");
        }

        var dotnet = Path.Combine(DotnetRoot, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        var info = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            FileName = isolation == IsolationLevel.Bubblewrap ? Bubblewrap : dotnet,
        };
        var environment = Environment(heapBytes);
        info.Environment.Clear();
        if (isolation == IsolationLevel.Bubblewrap)
        {
            AddIsolation(info.ArgumentList, environment, program);
            info.ArgumentList.Add(dotnet);
            info.ArgumentList.Add(Path.Combine(InnerFolder, name));
        }
        else
        {
            foreach (var (variable, value) in environment)
            {
                info.Environment[variable] = value;
            }

            info.WorkingDirectory = Path.GetTempPath();
            info.ArgumentList.Add(assembly);
        }
        try
        {
            return Process.Start(info)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new SandboxUnavailableException($"{info.FileName} does not start: {e.Message}", e);
        }
    }

    private static Dictionary<string, string> Environment(long heapBytes) => new()
    {
        ["DOTNET_ROOT"] = DotnetRoot,
        ["DOTNET_GCHeapHardLimit"] = $"0x{heapBytes:x}",
        ["DOTNET_EnableDiagnostics"] = "0",
        ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1",
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_NOLOGO"] = "1",
        ["HOME"] = "/tmp",
        ["TMPDIR"] = "/tmp",
        ["LANG"] = "C.UTF-8",
        ["TZ"] = "UTC",
    };

    private void AddIsolation(System.Collections.ObjectModel.Collection<string> arguments, Dictionary<string, string> environment, string program)
    {
        void Add(params ReadOnlySpan<string> words)
        {
            foreach (var word in words)
            {
                arguments.Add(word);
            }
        }

        Add("--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--uid", "65534", "--gid", "65534", "--hostname", "sandbox", "--cap-drop", "ALL");
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

        Add("--ro-bind", DotnetRoot, DotnetRoot);
        // The compiler refers to the worker's assembly; the worker sees nothing but itself.
        foreach (var folder in program == "compiler" ? new[] { "compiler", "worker" } : ["worker"])
        {
            Add("--ro-bind", Path.Combine(programsFolder, folder), Path.Combine(InnerFolder, folder));
        }

        Add("--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache", "--proc", "/proc", "--dev", "/dev");
        Add("--size", $"{ScratchBytes}", "--tmpfs", "/tmp", "--remount-ro", "/", "--chdir", "/tmp");
        foreach (var (name, value) in environment)
        {
            Add("--setenv", name, value);
        }
    }

    private static bool IsAlpine => File.Exists("/etc/alpine-release");
}
