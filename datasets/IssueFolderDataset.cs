using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Eval.Datasets;

/// <summary>
/// Issue tasks in the project's own format, a folder for each: <c>task.json</c>, <c>issue.md</c>, the repository as it was in
/// <c>repository/</c>, hidden test files in <c>tests/</c>, <c>gold.patch</c> and perhaps a <c>Dockerfile</c>.
/// </summary>
public sealed class IssueFolderDataset : IDataset
{
    /// <summary>The file by which a folder is known to hold an issue task.</summary>
    internal const string IssueFile = "issue.md";

    private const string TaskFile = "task.json";
    private const string RepositoryFolder = "repository";
    private const string TestFolder = "tests";
    private const string GoldFile = "gold.patch";
    private const string Dockerfile = "Dockerfile";
    private static readonly string[] Difficulties = ["simple", "medium", "complex"];

    private static readonly string[] Fields =
        ["id", "class", "difficulty", "language", "environment", "measures", "tags", "files", "configurationFiles", "testCommand",
            "failToPass", "passToPass"];

    private readonly string _folder;
    private readonly Lazy<string> _hash;

    /// <summary>Creates the data set.</summary>
    /// <param name="name">The name under which results are reported.</param>
    /// <param name="folder">The folder of task folders, or the folder of one task.</param>
    public IssueFolderDataset(string name, string folder)
    {
        Name = name;
        _folder = Path.GetFullPath(folder);
        _hash = new Lazy<string>(() => HashOf(_folder));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Kind => "eval issues";

    /// <inheritdoc/>
    public string Hash => _hash.Value;

    /// <inheritdoc/>
    public async IAsyncEnumerable<EvalTask> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var folders = new Dictionary<string, string>();
        foreach (var folder in TaskFolders())
        {
            var task = await ReadTaskAsync(folder, ct);
            if (!folders.TryAdd(task.Id, folder))
            {
                throw new DatasetFormatException(
                    Path.Combine(folder, TaskFile), null, "id",
                        $"'{task.Id}' is used in {folders[task.Id]} already; give every task an id of its own.");
            }

            yield return task;
        }

        if (folders.Count == 0)
        {
            throw new DatasetFormatException(_folder, null, null,
                $"holds no task; an issue task is a folder with {TaskFile}, {IssueFile}, {RepositoryFolder}/ and {TestFolder}/.");
        }
    }

    /// <summary>Returns whether a folder, or one of the folders in it, is an issue task.</summary>
    internal static bool Holds(string folder) =>
        File.Exists(Path.Combine(folder, IssueFile))
            || Directory.EnumerateDirectories(folder).Any(task => File.Exists(Path.Combine(task, IssueFile)));

    private IEnumerable<string> TaskFolders() =>
        File.Exists(Path.Combine(_folder, IssueFile))
            ? [_folder]
            : Directory.EnumerateDirectories(_folder).Where(folder => File.Exists(Path.Combine(folder, IssueFile)))
            .Order(StringComparer.Ordinal);

    private async Task<IssueTask> ReadTaskAsync(string folder, CancellationToken ct)
    {
        var file = Path.Combine(folder, TaskFile);
        var record = DataRecord.ParseWhole(file, await BytesAsync(file, ct));
        record.RefuseFieldsBeside(Fields);
        var repository = Needed(folder, RepositoryFolder);
        var tests = Needed(folder, TestFolder);
        var gold = Path.Combine(folder, GoldFile);
        var hasDockerfile = File.Exists(Path.Combine(folder, Dockerfile));
        if (hasDockerfile)
        {
            // An image is built from all that lies beside it.
            foreach (var part in Directory.EnumerateFiles(folder))
            {
                RefusePipe(part);
            }
        }

        var id = record.Text("id");
        var task = new IssueTask
        {
            Id = id,
            Dataset = Name,
            Language = ProgrammingLanguage.NameOf(record.OptionalText("language") ?? "csharp"),
            Class = record.OptionalChoice("class", [.. IssueTask.Classes]) ?? IssueTask.IssueResolution,
            Difficulty = record.OptionalChoice("difficulty", Difficulties),
            Measures = record.OptionalText("measures"),
            Tags = record.Texts("tags"),
            Prompt = await TextAsync(Path.Combine(folder, IssueFile), ct),
            Repository = id,
            Snapshot = repository,
            SnapshotHash = HashOf(repository),
            Environment = record.OptionalText("environment")
                ?? (hasDockerfile ? null : throw record.Problem("environment", "is missing, and so is a Dockerfile; name an environment.")),
            EnvironmentFolder = hasDockerfile ? folder : null,
            TestCommand = record.OptionalText("testCommand"),
            TestFolder = tests,
            TestFolderHash = HashOf(tests),
            TestFiles = [.. FilesOf(tests).Select(path => Relative(tests, path))],
            ShownFiles = record.Texts("files"),
            ConfigurationFiles = record.Texts("configurationFiles"),
            GoldPatch = File.Exists(gold) ? await TextAsync(gold, ct) : null,
            FailToPass = record.Texts("failToPass") is { Count: > 0 } listed
                ? listed : throw record.Problem("failToPass", "holds no test; name at least one."),
            PassToPass = record.Texts("passToPass"),
        };
        if (task.FailToPass.Intersect(task.PassToPass).FirstOrDefault() is { } both)
        {
            throw record.Problem("passToPass", $"holds '{both}', which stands in failToPass too.");
        }

        return task.ShownFiles.FirstOrDefault(shown => !File.Exists(Path.Combine(repository, shown))) is { } missing
            ? throw record.Problem("files", $"names '{missing}', which is not in {RepositoryFolder}/.")
            : task;
    }

    private static string Needed(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        RefuseLink(path);
        return Directory.Exists(path) && FilesOf(path).Count > 0
            ? path
            : throw new DatasetFormatException(path, null, null, "is missing or empty; an issue task needs it.");
    }

    private static List<string> FilesOf(string folder)
    {
        var entries = new FileSystemEnumerable<(string Path, bool IsLink, bool IsFolder)>(
            folder,
            (ref entry) => (entry.ToFullPath(), entry.Attributes.HasFlag(FileAttributes.ReparsePoint), entry.IsDirectory),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        {
            ShouldRecursePredicate = (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        }.ToList();
        if (entries.FirstOrDefault(entry => entry.IsLink) is { Path: { } link })
        {
            throw LinkAt(link);
        }

        var files = entries.Where(entry => !entry.IsFolder).Select(entry => entry.Path).Order(StringComparer.Ordinal).ToList();
        files.ForEach(RefusePipe);
        return files;
    }

    private static void RefuseLink(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
        {
            throw LinkAt(path);
        }
    }

    /// <summary>A link could lead anywhere on this machine, and what it leads to into a container or a prompt.</summary>
    private static DatasetFormatException LinkAt(string path) =>
        new(path, null, null, "is a link, which may lead out of the data set; put the file itself there.");

    /// <summary>To open a pipe is to wait for somebody who writes into it, and what comes out of a device has no end.</summary>
    private static void RefusePipe(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: 0 } && !IsFile(path))
        {
            throw new DatasetFormatException(path, null, null,
                "is a pipe, a socket or a device; an issue task holds files and folders only.");
        }
    }

    /// <summary>
    /// Whether something without length is a file. The base library tells only where it packs one, and then opens nothing else.
    /// </summary>
    private static bool IsFile(string path)
    {
        using var packed = new MemoryStream();
        try
        {
            using (var writer = new TarWriter(packed, leaveOpen: true))
            {
                writer.WriteEntry(path, "it");
            }

            packed.Position = 0;
            using var reader = new TarReader(packed);
            return reader.GetNextEntry()?.EntryType is TarEntryType.RegularFile;
        }
        catch (IOException)
        {
            // A socket cannot be packed.
            return false;
        }
    }

    private static string Relative(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');

    private static async Task<byte[]> BytesAsync(string file, CancellationToken ct)
    {
        RefuseLink(file);
        RefusePipe(file);
        try
        {
            return await File.ReadAllBytesAsync(file, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetFormatException(file, null, null,
                e is FileNotFoundException ? "is missing; an issue task needs it." : $"cannot be read: {e.Message}");
        }
    }

    // As it is: line ends are a part of patches, and of what they patch.
    private static async Task<string> TextAsync(string file, CancellationToken ct)
    {
        var text = DataRecord.Decode(file, null, await BytesAsync(file, ct)).TrimStart('\uFEFF');
        return string.IsNullOrWhiteSpace(text) ? throw new DatasetFormatException(file, null, null, "is empty; a text is needed.") : text;
    }

    private static string HashOf(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[8];
        foreach (var file in FilesOf(folder))
        {
            // Lengths in front, so that no two lists of files can give the same bytes.
            foreach (var part in new[] { Encoding.UTF8.GetBytes(Relative(folder, file)), File.ReadAllBytes(file) })
            {
                BinaryPrimitives.WriteInt64LittleEndian(length, part.Length);
                hash.AppendData(length);
                hash.AppendData(part);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
