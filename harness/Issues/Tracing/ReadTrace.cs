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
    private const int MaxTextBytes = 64 << 10;

    /// <summary>Whoever owns a file can give it any time; this one is beyond all clocks.</summary>
    private const decimal MaxSeconds = 100_000_000_000;

    private const int MaxListBytes = 32 << 20;
    private static readonly CommandLimits Step =
        new() { Time = TimeSpan.FromMinutes(2), KeptOutputBytes = MaxListBytes, MaxOutputBytes = MaxListBytes };

    /// <summary>Begins a trace; false where it cannot be.</summary>
    /// <param name="workspace">The working copy.</param>
    /// <param name="isAnew">Whether what was built becomes older than its sources, so that all of them are read again.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="SandboxUnavailableException">The machinery failed.</exception>
    public static async Task<bool> BeginAsync(Workspace workspace, bool isAnew, CancellationToken ct)
    {
        const string Renew = "git ls-files -z | xargs -0 -r touch -c -h -m -- && ";
        const string Forget = "find . -path ./.git -prune -o ! -type d -exec touch -c -h -a -d @0 -- {} +";
        return await RunAsync(workspace, isAnew ? Renew + Forget : Forget, ct) is not null;
    }

    /// <summary>Returns the files that were read since the trace began, the first one first; null where there is no telling.</summary>
    /// <exception cref="SandboxUnavailableException">The machinery failed.</exception>
    public static async Task<IReadOnlyList<ReadFile>?> EndAsync(Workspace workspace, CancellationToken ct)
    {
        const string Command = "find . -path ./.git -prune -o ! -type d -newerat 1980-01-01 -printf '%A@ %P\\0'";
        var listed = await RunAsync(workspace, Command, ct);
        var entries = listed?.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return entries is null ? null : [.. entries.Select(Parse).OfType<ReadFile>().OrderBy(file => file.At)];
    }

    /// <summary>Returns the beginnings of files, by path; null where that is too much.</summary>
    /// <exception cref="SandboxUnavailableException">The machinery failed.</exception>
    public static async Task<IReadOnlyDictionary<string, string>?> ReadTextsAsync(
        Workspace workspace, IReadOnlyCollection<string> paths, CancellationToken ct)
    {
        if (paths.Count == 0)
        {
            return new Dictionary<string, string>();
        }

        var names = Encoding.UTF8.GetBytes(string.Concat(paths.Select(path => path + '\0')));
        var list = await workspace.WriteScratchAsync("eval-read", names, ct);
        var bytes = MaxTextBytes.ToString(CultureInfo.InvariantCulture);
        var command = $"""
            while IFS= read -r -d '' path; do
              printf '%s\0' "$path"; head -c {bytes} -- "./$path" 2>/dev/null | tr -d '\0'; printf '\0'
            done < {list}; rm -f {list}
            """;
        var pairs = (await RunAsync(workspace, command, ct))?.Split('\0').Chunk(2).Where(pair => pair.Length == 2);
        return pairs?.DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
    }

    private static ReadFile? Parse(string entry)
    {
        var blank = entry.IndexOf(' ', StringComparison.Ordinal);
        var time = entry.AsSpan(0, Math.Max(0, blank));
        return decimal.TryParse(time, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < MaxSeconds
            ? new ReadFile(entry[(blank + 1)..], DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)))
            : null;
    }

    private static async Task<string?> RunAsync(Workspace workspace, string command, CancellationToken ct)
    {
        var ran = await workspace.RunAsync(command, Step, ct);
        return ran.Succeeded ? ran.Output : null;
    }
}
