using System.Globalization;

namespace Eval.Sandboxes.Docker;

/// <summary>What is written on our containers and images, so that none is ever left behind and nothing else is ever touched.</summary>
internal static class ContainerLabels
{
    /// <summary>On everything of ours; on a container its value is the run.</summary>
    public const string Run = "eval.run";

    /// <summary>On our images: the language they run.</summary>
    public const string Language = "eval.language";

    /// <summary>The machine, or container, whose process it belongs to.</summary>
    public const string Machine = "eval.machine";

    /// <summary>The process it belongs to, with the time it started, because numbers are used again.</summary>
    public const string Owner = "eval.owner";

    /// <summary>The connection over which it was started.</summary>
    public const string Connection = "eval.connection";

    public static string ThisMachine { get; } = $"{Environment.MachineName}/{BootId()}";

    public static string ThisProcess { get; } = $"{Environment.ProcessId}/{StartTime(Environment.ProcessId)}";

    /// <summary>Returns the labels of a container.</summary>
    public static Dictionary<string, string> Create(DockerEngine engine, string runId) => new()
    {
        [Run] = runId,
        [Machine] = ThisMachine,
        [Owner] = ThisProcess,
        [Connection] = engine.ConnectionId,
    };

    /// <summary>Whether the process that owns a container of this machine is gone.</summary>
    public static bool IsOrphan(string owner)
    {
        var parts = owner.Split('/');
        return !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var process) || parts.Length < 2
            || StartTime(process) != parts[1];
    }

    private static string BootId() => File.Exists("/proc/sys/kernel/random/boot_id")
        ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() : "";

    /// <summary>Returns when a process started, in ticks since the machine did; empty when there is none.</summary>
    private static string StartTime(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
