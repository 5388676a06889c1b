namespace Eval.Datasets;

/// <summary>What a data set holds, counted.</summary>
/// <param name="Name">The name under which results are reported.</param>
/// <param name="Kind">The format it is read from.</param>
/// <param name="Tasks">The number of tasks.</param>
/// <param name="Classes">The number of tasks of each class.</param>
/// <param name="Difficulties">The number of tasks of each difficulty; tasks without one are in none.</param>
/// <param name="Languages">The number of tasks of each language.</param>
/// <param name="Hash">The SHA-256 of its bytes, in hex.</param>
/// <param name="SetAside">The tasks that cannot be used, with the reason; they are not among those counted.</param>
public sealed record DatasetInfo(
    string Name,
    string Kind,
    int Tasks,
    IReadOnlyDictionary<string, int> Classes,
    IReadOnlyDictionary<string, int> Difficulties,
    IReadOnlyDictionary<string, int> Languages,
    string Hash,
    IReadOnlyList<SetAsideTask> SetAside)
{
    /// <summary>Reads a data set to its end and counts.</summary>
    /// <exception cref="DatasetFormatException">A record is malformed.</exception>
    public static async Task<DatasetInfo> ReadAsync(IDataset dataset, CancellationToken ct)
    {
        var tasks = 0;
        var classes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var difficulties = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var languages = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await foreach (var task in dataset.ReadAsync(ct))
        {
            tasks++;
            Count(classes, task.Class);
            Count(languages, task.Language);
            if (task.Difficulty is { } difficulty)
            {
                Count(difficulties, difficulty);
            }
        }

        return new DatasetInfo(dataset.Name, dataset.Kind, tasks, classes, difficulties, languages, dataset.Hash, dataset.SetAside);
    }

    private static void Count(SortedDictionary<string, int> counts, string key) => counts[key] = counts.GetValueOrDefault(key) + 1;
}
