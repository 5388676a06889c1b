using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Eval.Datasets;
using Eval.Sandboxes;

namespace Eval.Harness.Fitness;

/// <summary>
/// Remembers for a user what references came to, so that no reference is run twice under the same circumstances: task and reference, this
/// program, the sandbox with its programs and images, and the limits. No answer has a part in it, and what load may have caused is not
/// kept.
/// </summary>
internal sealed class FitnessCache
{
    public const string FileName = "references.json";
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly string _file;
    private readonly SortedDictionary<string, Entry> _known;
    private readonly Dictionary<string, Entry?> _found = [];
    private readonly Lock _gate = new();

    private FitnessCache(string file, SortedDictionary<string, Entry> known)
    {
        _file = file;
        _known = known;
    }

    /// <summary>Reads what a folder remembers; nothing where there is no file, or one that cannot be read, which is said.</summary>
    public static FitnessCache Read(string folder, Action<string> warn)
    {
        var file = Path.Combine(folder, FileName);
        return new FitnessCache(file, ReadEntries(file, warn));
    }

    /// <summary>Returns what an outcome is remembered by.</summary>
    /// <param name="task">The task.</param>
    /// <param name="circumstances">The sandbox, its limits, and how answers are put together.</param>
    public static string Key(FunctionTask task, string circumstances)
    {
        string[] parts =
        [
            typeof(FitnessCache).Module.ModuleVersionId.ToString(), typeof(ISandbox).Module.ModuleVersionId.ToString(), circumstances,
            task.ContentHash, task.ReferenceSolution ?? "", .. task.StopTokens,
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(parts))));
    }

    /// <summary>Returns what is remembered; null for nothing.</summary>
    public TaskFitness? Find(string key, FunctionTask task) => _known.TryGetValue(key, out var entry)
        ? new TaskFitness(task, entry.Reason is null ? FitnessKind.Fit : FitnessKind.Unfit, entry.Reason) { IsRemembered = true,
            InsideReason = entry.InsideReason }
        : null;

    /// <summary>Takes what was found now in place of what is remembered; what is not certain is forgotten.</summary>
    public void Add(string key, TaskFitness found)
    {
        lock (_gate)
        {
            _found[key] = found is { IsCertain: true, Kind: FitnessKind.Fit or FitnessKind.Unfit }
                ? new Entry($"{found.Task.Dataset}/{found.Task.Id}", found.Reason, found.InsideReason) : null;
        }
    }

    /// <summary>Writes what was found. Where that cannot be done, it is found again next time.</summary>
    public void Save()
    {
        if (_found.Count == 0)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_file))!);
            // Another run may have written meanwhile.
            var entries = ReadEntries(_file, _ => { });
            foreach (var (key, entry) in _found)
            {
                if (entry is null)
                {
                    entries.Remove(key);
                }
                else
                {
                    entries[key] = entry;
                }
            }

            var unfinished = $"{_file}.{Environment.ProcessId}.tmp";
            File.WriteAllBytes(unfinished, JsonSerializer.SerializeToUtf8Bytes(entries, Format));
            File.Move(unfinished, _file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The run itself says what is wrong with its folder.
        }
    }

    private static SortedDictionary<string, Entry> ReadEntries(string file, Action<string> warn)
    {
        try
        {
            var entries = File.Exists(file) ? JsonSerializer.Deserialize<SortedDictionary<string, Entry?>>(File.ReadAllBytes(file), Format)
                ?? [] : [];
            return new SortedDictionary<string, Entry>(entries.Where(entry => entry.Value is not null)
                .ToDictionary(entry => entry.Key, entry => entry.Value!));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            var line = e is JsonException { LineNumber: { } number } ? $", line {number + 1}" : "";
            warn($"{file}{line}: what was found of references before cannot be read, so that they are scored anew "
                + $"({e.Message.Split(" Path:")[0].TrimEnd('.')}); delete the file if this goes on.");
            return [];
        }
    }

    private sealed record Entry(string Task, string? Reason, string? InsideReason = null);
}
