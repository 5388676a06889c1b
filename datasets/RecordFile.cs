using System.Buffers;
using System.Runtime.CompilerServices;

namespace Eval.Datasets;

/// <summary>
/// Reads a file as records of JSON: the lines of a .jsonl, the elements of an array, objects one after another, the entries of a map, the
/// rows of
/// a page of Hugging Face's API, of a CSV and of a Parquet file; all but the last also gzipped. What it is shows in its first bytes,
/// never in its
/// name. Only one record is held at a time, so memory does not grow with the file.
/// </summary>
internal sealed class RecordFile(string file)
{
    /// <summary>The longest record, in bytes. A file whose lines do not end would otherwise fill the memory.</summary>
    public const int MaxRecordBytes = 64 * 1024 * 1024;

    private const int BufferBytes = 64 * 1024;
    private static readonly string[] Endings = [".jsonl", ".json", ".csv", ".tsv", ".parquet"];

    /// <summary>Returns whether a file is called like one that holds records; what it holds is told by its bytes.</summary>
    public static bool HasKnownName(string file) =>
        Endings.Contains(Path.GetExtension(NameWithout(file, ".gz")), StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns a file's name without folder and endings.</summary>
    public static string NameOf(string file) => Endings.Aggregate(NameWithout(file, ".gz"), NameWithout);

    /// <summary>Reads the records in the order of the file.</summary>
    /// <exception cref="DatasetFormatException">The file cannot be cut into records.</exception>
    public async IAsyncEnumerable<RawRecord> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var start = await StartAsync(ct);
        var records = ParquetRecords.Matches(start) ? ParquetRecords.ReadAsync(file, ct)
            : CsvRecords.Matches(start) ? CsvRecords.ReadAsync(file, start, ct)
            : ReadJsonAsync(ct);
        await foreach (var record in records)
        {
            yield return record;
        }
    }

    private async IAsyncEnumerable<RawRecord> ReadJsonAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await using var stream = RecordStream.Open(file);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            RecordCutter? cutter = null;
            var records = new List<RawRecord>();
            var whole = buffer.AsMemory(0, BufferBytes);
            while (await stream.ReadAtLeastAsync(whole, BufferBytes, throwOnEndOfStream: false, ct) is var count and > 0)
            {
                cutter ??= new RecordCutter(file, MaxRecordBytes, buffer.AsSpan(0, count));
                cutter.Add(buffer.AsSpan(0, count), records);
                foreach (var record in records.SelectMany(Inner))
                {
                    yield return record;
                }

                records.Clear();
            }

            if (cutter?.End() is { } last)
            {
                foreach (var record in Inner(last))
                {
                    yield return record;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private IReadOnlyList<RawRecord> Inner(RawRecord record) =>
        NestedRecords.Expand(file, record with { Bytes = PythonNumbers.AsJson(record.Bytes) });

    private static string NameWithout(string file, string ending) =>
        Path.GetFileName(file) is var name && name.Length > ending.Length && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)
            ? name[..^ending.Length]
            : name;

    private async Task<ReadOnlyMemory<byte>> StartAsync(CancellationToken ct)
    {
        await using var stream = RecordStream.Open(file);
        var start = new byte[BufferBytes];
        var count = await stream.ReadAtLeastAsync(start, BufferBytes, throwOnEndOfStream: false, ct);
        return start.AsMemory(0, count);
    }
}
