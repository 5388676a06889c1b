namespace Eval.Datasets;

/// <summary>Finds data sets: those bundled with the program by name, others by their file or folder.</summary>
/// <param name="bundledFolder">The folder that holds a folder for each bundled set.</param>
public sealed class DatasetCatalog(string bundledFolder)
{
    /// <summary>Gets the catalogue of the sets that travel with the program.</summary>
    public static DatasetCatalog BesideProgram { get; } = new(Path.Combine(AppContext.BaseDirectory, "datasets"));

    /// <summary>Gets the names of the bundled sets.</summary>
    public IReadOnlyList<string> Bundled =>
        Directory.Exists(bundledFolder)
            ? [.. Directory.EnumerateDirectories(bundledFolder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)]
            : [];

    /// <summary>
    /// Opens a data set by the name of a bundled one, by a file or folder, or by the name of a public one that was fetched. A bundled name
    /// wins; write <c>./name</c> for a folder of that name.
    /// </summary>
    /// <exception cref="DatasetFormatException">There is none, or its first record is of no known kind.</exception>
    public async Task<IDataset> OpenAsync(string nameOrPath, CancellationToken ct)
    {
        if (Bundled.Contains(nameOrPath))
        {
            return OpenFolder(Path.Combine(bundledFolder, nameOrPath));
        }

        if (Directory.Exists(nameOrPath))
        {
            return OpenFolder(nameOrPath);
        }

        if (!File.Exists(nameOrPath))
        {
            if (PublicDataset.Find(nameOrPath) is not { } dataset)
            {
                IReadOnlyList<string> known = [.. PublicDataset.All.Select(each => each.Name)];
                var nearest = NearestName.Find(nameOrPath, [.. Bundled, .. known]);
                throw new DatasetFormatException(
                    nameOrPath,
                    null,
                    null,
                    $"is no bundled data set ({RecordKind.Listed(Bundled)}), no public one ({RecordKind.Listed(known)}) "
                    + "and no file or folder; " + (nearest is null ? "check the spelling." : $"did you mean '{nearest}'?"));
            }

            return File.Exists(dataset.File)
                ? await OpenFileAsync(dataset.File, ct)
                : throw new DatasetFormatException(nameOrPath, null, null,
                    $"is a public data set that is not on this machine yet; bring it here with: datasets fetch {nameOrPath}");
        }

        return await OpenFileAsync(nameOrPath, ct);
    }

    private static IDataset OpenFolder(string folder)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        if (IssueFolderDataset.Holds(folder))
        {
            return new IssueFolderDataset(name, folder);
        }

        var holdsTasks = File.Exists(Path.Combine(folder, "task.json"))
            || Directory.EnumerateDirectories(folder).Any(task => File.Exists(Path.Combine(task, "task.json")));
        if (holdsTasks)
        {
            return new OwnFolderDataset(name, folder);
        }

        var files = Directory.EnumerateFiles(folder)
            .Select(file => Path.GetFileName(file))
            .Where(RecordFile.HasKnownName)
            .Order(StringComparer.Ordinal)
            .ToList();
        throw new DatasetFormatException(folder, null, null, files.Count > 0
            ? $"holds no task folders; name one of its files instead: {RecordKind.Listed(files)}."
            : "holds no task; a task is a folder with task.json and prompt.md.");
    }

    private static async Task<IDataset> OpenFileAsync(string file, CancellationToken ct)
    {
        await foreach (var raw in new RecordFile(file).ReadAsync(ct))
        {
            return RecordKind.Detect(DataRecord.Parse(file, raw)).Open(RecordFile.NameOf(file), file);
        }

        throw new DatasetFormatException(file, null, null, "holds no task.");
    }
}
