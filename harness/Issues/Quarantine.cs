using System.Text.Json;
using Eval.Datasets;

namespace Eval.Harness.Issues;

/// <summary>
/// The tasks that a check found unfit on this machine, with the reason. A run leaves them out until they pass a check or are changed.
/// </summary>
internal sealed class Quarantine
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly string _file;
    private readonly SortedDictionary<string, Entry> _entries;

    private Quarantine(string file, SortedDictionary<string, Entry> entries)
    {
        _file = file;
        _entries = entries;
    }

    public static string DefaultFile => Path.Combine(PublicDataset.Folder, "quarantine.json");

    /// <exception cref="DatasetFormatException">The file is damaged.</exception>
    public static Quarantine Read(string file)
    {
        try
        {
            var entries = File.Exists(file) ? JsonSerializer.Deserialize<SortedDictionary<string, Entry>>(File.ReadAllBytes(file), Format)
                : null;
            return new Quarantine(file, entries ?? []);
        }
        catch (JsonException e)
        {
            throw new DatasetFormatException(file, (int?)e.LineNumber + 1, null,
                "is no list of quarantined tasks; remove it and run 'datasets check' again.");
        }
    }

    /// <summary>Returns why a task is set aside; null when it is not, or has been changed since.</summary>
    public string? ReasonOf(EvalTask task) =>
        _entries.TryGetValue(Key(task), out var entry) && entry.Hash == task.ContentHash ? entry.Reason : null;

    /// <summary>Takes in what a check found: the unfit are set aside, the fit released.</summary>
    public void Update(IEnumerable<CheckedTask> found)
    {
        foreach (var result in found)
        {
            _entries.Remove(Key(result.Task));
            if (result.Problem is { } reason)
            {
                _entries[Key(result.Task)] = new Entry(result.Task.ContentHash, reason);
            }
        }

        if (_entries.Count == 0)
        {
            if (File.Exists(_file))
            {
                File.Delete(_file);
            }

            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        var unfinished = _file + ".tmp";
        File.WriteAllBytes(unfinished, JsonSerializer.SerializeToUtf8Bytes(_entries, Format));
        File.Move(unfinished, _file, overwrite: true);
    }

    private static string Key(EvalTask task) => $"{task.Dataset}/{task.Id}";

    private sealed record Entry(string Hash, string Reason);
}
