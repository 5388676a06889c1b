using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Eval.Datasets;

/// <summary>A data set of one file with a record per task: .jsonl, a JSON array, or either of them gzipped. Streams.</summary>
public abstract class RecordDataset : IDataset
{
    private readonly string _file;
    private readonly Lazy<string> _hash;

    private protected RecordDataset(string name, string file)
    {
        Name = name;
        _file = file;
        _hash = new Lazy<string>(ComputeHash);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Hash => _hash.Value;

    /// <inheritdoc/>
    public abstract string Kind { get; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<EvalTask> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        // Hashes instead of the ids themselves keep the memory small for files of millions of tasks.
        var lines = new Dictionary<UInt128, int>();
        await foreach (var raw in new RecordFile(_file).ReadAsync(ct))
        {
            var record = DataRecord.Parse(_file, raw);
            var task = Parse(record);
            if (!lines.TryAdd(Key(task.Id), raw.Line))
                throw record.Problem(IdField, $"'{task.Id}' stands on line {lines[Key(task.Id)]} already; give every task an id of its own.");

            yield return task;
        }

        if (lines.Count == 0)
            throw new DatasetFormatException(_file, null, null, "holds no task.");
    }

    private protected abstract string IdField { get; }

    private protected abstract EvalTask Parse(DataRecord record);

    private static UInt128 Key(string id) => BitConverter.ToUInt128(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    private string ComputeHash()
    {
        try
        {
            using var stream = File.OpenRead(_file);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetFormatException(_file, null, null, $"cannot be read: {e.Message}");
        }
    }
}
