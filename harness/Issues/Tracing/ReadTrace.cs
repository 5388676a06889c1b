using System.Globalization;
using System.Text;
using Eval.Sandboxes;
using Eval.Sandboxes.Workspaces;

namespace Eval.Harness.Issues.Tracing;

/// <summary>
/// Tells which files of a working copy commands read, and in which order, whatever the language: by the times of access that the copy's
/// file system keeps. These are set back first; the first reading moves them, and no later one does.
/// </summary>
internal static class ReadTrace
{
    /// <summary>Longer sources are generated; what they import stands at their beginning.</summary>
    private const int MaxTextBytes = 256 << 10;

    private const int MaxListBytes = 64 << 20;
    private static readonly CommandLimits Step =
        new() { Time = TimeSpan.FromMinutes(2), KeptOutputBytes = MaxListBytes, MostOutputBytes = MaxListBytes };

    /// <summary>Begins a trace. What is built counts as older than its sources, so that it is built again and they are read.</summary>
    /// <exception cref="SandboxUnavailableException">The machinery failed.</exception>
    public static async Task BeginAsync(Workspace workspace, CancellationToken ct)
    {
        const string Command = """
            git ls-files -z | xargs -0 -r touch -c -h -m -- && find . -path ./.git -prune -o ! -type d -exec touch -c -h -a -d @0 -- {} +
            """;
        await RunAsync(workspace, Command, ct);
    }

    /// <summary>Returns the files that were read since the trace began, the first one first.</summary>
    /// <exception cref="SandboxUnavailableException">The machinery failed.</exception>
    public static async Task<IReadOnlyList<ReadFile>> EndAsync(Workspace workspace, CancellationToken ct)
    {
        const string Command = "find . -path ./.git -prune -o ! -type d -newerat 1980-01-01 -printf '%A@ %P\\0'";
        var listed = await RunAsync(workspace, Command, ct);
        return [.. listed.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(Parse).OfType<ReadFile>().OrderBy(file => file.At)];
    }

    /// <summary>Returns the beginnings of files, by path.</summary>
    /// <exception cref="SandboxUnavailableException">The machinery failed.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> ReadTextsAsync(
        Workspace workspace, IReadOnlyCollection<string> paths, CancellationToken ct)
    {
        if (paths.Count == 0)
        {
            return new Dictionary<string, string>();
        }

        var names = Encoding.UTF8.GetBytes(string.Concat(paths.Select(path => path + '\0')));
        var list = await workspace.WriteScratchAsync("eval-read", names, ct);
        var command = $"""
            while IFS= read -r -d '' path; do
              printf '%s\0' "$path"; head -c {MaxTextBytes.ToString(CultureInfo.InvariantCulture)} -- "./$path" 2>/dev/null | tr -d '\0'; printf '\0'
            done < {list}; rm -f {list}
            """;
        return (await RunAsync(workspace, command, ct)).Split('\0').Chunk(2).Where(pair => pair.Length == 2)
            .DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
    }

    private static ReadFile? Parse(string entry)
    {
        var blank = entry.IndexOf(' ', StringComparison.Ordinal);
        return decimal.TryParse(entry.AsSpan(0, Math.Max(0, blank)), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? new ReadFile(entry[(blank + 1)..], DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)))
            : null;
    }

    private static async Task<string> RunAsync(Workspace workspace, string command, CancellationToken ct)
    {
        var ran = await workspace.RunAsync(command, Step, ct);
        return ran.Succeeded
            ? ran.Output
            : throw new SandboxUnavailableException($"What the tests read could not be traced: {ShellText.LastLine(ran.Output)}");
    }
}
