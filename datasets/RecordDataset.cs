using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Eval.Datasets;

/// <summary>
/// A data set of one file with a record per task: lines, an array, a map, a page of rows, CSV or Parquet, gzipped or not. Streams.
/// </summary>
public abstract class RecordDataset : IDataset
{
    private readonly string _file;
    private readonly Lazy<string> _hash;
    private IReadOnlyList<SetAsideTask> _setAside = [];

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
    public IReadOnlyList<SetAsideTask> SetAside => _setAside;

    private protected abstract string IdField { get; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<EvalTask> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        // Hashes instead of the ids themselves keep the memory small for files of millions of tasks.
        var lines = new Dictionary<UInt128, int>();
        var mistakes = new List<DatasetFormatException>();
        var setAside = new List<SetAsideTask>();
        _setAside = setAside;
        await foreach (var raw in new RecordFile(_file).ReadAsync(ct))
        {
            // Behind a mistake nothing is given any more: the rest is read for what else is wrong.
            if (Read(raw, lines, setAside, mistakes) is { } task && mistakes.Count == 0)
            {
                yield return task;
            }

            if (mistakes is [.., { IsOfWholeSet: true }])
            {
                break;
            }
        }

        if (mistakes.Count > 0)
        {
            throw DatasetFormatException.Join(mistakes);
        }

        if (lines.Count == 0)
        {
            throw new DatasetFormatException(_file, null, null, "holds no task.");
        }

        if (setAside.Count == lines.Count)
        {
            throw new DatasetFormatException(
                _file,
                null,
                null,
                $"none of its {lines.Count} tasks can be used; the first is '{setAside[0].TaskId}': {setAside[0].Reason}.");
        }
    }

    private protected abstract EvalTask Parse(DataRecord record);

    /// <summary>
    /// Returns why a record cannot be used although it is written as it should be, so that it is set aside; null where it can.
    /// </summary>
    private protected virtual string? Unfitness(DataRecord record) => null;

    private EvalTask? Read(
        RawRecord raw, Dictionary<UInt128, int> lines, List<SetAsideTask> setAside, List<DatasetFormatException> mistakes)
    {
        try
        {
            var record = DataRecord.Parse(_file, raw);
            var id = record.Id(IdField);
            var reason = Unfitness(record);
            var task = reason is null ? Parse(record) : null;
            if (!lines.TryAdd(Key(id), raw.Line))
            {
                throw record.Problem(IdField, $"'{id}' stands on line {lines[Key(id)]} already; give every task an id of its own.");
            }

            if (reason is not null)
            {
                setAside.Add(new SetAsideTask(id, reason));
            }

            return task;
        }
        catch (DatasetFormatException mistake)
        {
            mistakes.Add(mistake);
        }

        return null;
    }

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
