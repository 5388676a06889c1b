using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Eval.Datasets;

/// <summary>
/// Tasks in the project's own format, a folder for each with <c>task.json</c>, <c>prompt.md</c> and perhaps <c>reference.cs</c> and
/// <c>tests.cs</c>.
/// </summary>
public sealed class OwnFolderDataset : IDataset
{
    private const string TaskFile = "task.json";
    private const string PromptFile = "prompt.md";
    private const string ReferenceFile = "reference.cs";
    private const string TestsFile = "tests.cs";

    private readonly string _folder;
    private readonly Lazy<string> _hash;

    /// <summary>Creates the data set.</summary>
    /// <param name="name">The name under which results are reported.</param>
    /// <param name="folder">The folder of task folders, or the folder of one task.</param>
    public OwnFolderDataset(string name, string folder)
    {
        Name = name;
        _folder = folder;
        _hash = new Lazy<string>(ComputeHash);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Kind => "eval";

    /// <inheritdoc/>
    public string Hash => _hash.Value;

    /// <inheritdoc/>
    public async IAsyncEnumerable<EvalTask> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var folders = new Dictionary<string, string>();
        foreach (var folder in TaskFolders())
        {
            var file = Path.Combine(folder, TaskFile);
            var record = DataRecord.ParseWhole(file, await BytesAsync(file, ct));
            var prompt = await TextAsync(Path.Combine(folder, PromptFile), ct);
            var reference = await OptionalTextAsync(Path.Combine(folder, ReferenceFile), ct);
            var program = await OptionalTextAsync(Path.Combine(folder, TestsFile), ct);
            var task = OwnTaskReader.ReadFolder(record, Name, prompt, reference, program);
            if (!folders.TryAdd(task.Id, folder))
            {
                throw record.Problem("id", $"'{task.Id}' is used in {folders[task.Id]} already; give every task an id of its own.");
            }

            yield return task;
        }

        if (folders.Count == 0)
        {
            throw new DatasetFormatException(_folder, null, null, $"holds no task; a task is a folder with {TaskFile} and {PromptFile}.");
        }
    }

    private IEnumerable<string> TaskFolders()
    {
        if (File.Exists(Path.Combine(_folder, TaskFile)))
        {
            return [_folder];
        }

        // By ordinal name, so that the order is the same on every machine. A folder with neither file is none of ours.
        return Directory.EnumerateDirectories(_folder)
            .Where(folder => File.Exists(Path.Combine(folder, TaskFile)) || File.Exists(Path.Combine(folder, PromptFile)))
            .Order(StringComparer.Ordinal);
    }

    private static async Task<byte[]> BytesAsync(string file, CancellationToken ct)
    {
        try
        {
            return await File.ReadAllBytesAsync(file, ct);
        }
        catch (FileNotFoundException)
        {
            throw new DatasetFormatException(file, null, null, "is missing; a task is a folder with task.json and prompt.md.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetFormatException(file, null, null, $"cannot be read: {e.Message}");
        }
    }

    private static async Task<string?> OptionalTextAsync(string file, CancellationToken ct) =>
        File.Exists(file) ? await TextAsync(file, ct) : null;

    // As it is: line ends are a part of programs and of what they are tested with.
    private static async Task<string> TextAsync(string file, CancellationToken ct)
    {
        var text = DataRecord.Decode(file, null, await BytesAsync(file, ct)).TrimStart('\uFEFF');
        return string.IsNullOrWhiteSpace(text) ? throw new DatasetFormatException(file, null, null, "is empty; a text is needed.") : text;
    }

    private string ComputeHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[8];
        foreach (var folder in TaskFolders())
        {
            foreach (var file in new[] { PromptFile, ReferenceFile, TaskFile, TestsFile }.Select(name => Path.Combine(folder, name))
                .Where(File.Exists))
            {
                // Lengths in front, so that no two lists of files can give the same bytes.
                var content = File.ReadAllBytes(file);
                var name = Encoding.UTF8.GetBytes(Path.GetRelativePath(_folder, file).Replace('\\', '/'));
                foreach (var part in new[] { name, content })
                {
                    BinaryPrimitives.WriteInt64LittleEndian(length, part.Length);
                    hash.AppendData(length);
                    hash.AppendData(part);
                }
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
