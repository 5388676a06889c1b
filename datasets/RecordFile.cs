using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Eval.Datasets;

/// <summary>
/// Cuts a file into its records: the lines of a .jsonl, or the elements of a JSON array, either of them also gzipped. What it is shows in its
/// first bytes, never in its name. Only one record is held at a time, so memory does not grow with the file.
/// </summary>
internal sealed class RecordFile(string file)
{
    /// <summary>The longest record, in bytes. A file whose lines do not end would otherwise fill the memory.</summary>
    public const int MaxRecordBytes = 64 * 1024 * 1024;

    private const int BufferBytes = 64 * 1024;
    private const int ShortestGzipBytes = 18;

    public async IAsyncEnumerable<RawRecord> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await using var source = Open();
        var length = UnpackedLength(source);
        await using Stream stream = length is null ? source : new GZipStream(source, CompressionMode.Decompress);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            RecordCutter? cutter = null;
            var total = 0L;
            var records = new List<RawRecord>();
            while (await FillAsync(stream, buffer, ct) is var count and > 0)
            {
                total += count;
                cutter ??= new RecordCutter(file, MaxRecordBytes, buffer.AsSpan(0, count));
                cutter.Add(buffer.AsSpan(0, count), records);
                foreach (var record in records)
                    yield return record;

                records.Clear();
            }

            // The runtime's stream takes the end of the file for the end of the data, even in the middle of them.
            if (length is not null && length != unchecked((uint)total))
                throw Damaged();

            if (cutter?.End() is { } last)
                yield return last;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private FileStream Open()
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan | FileOptions.Asynchronous);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetFormatException(file, null, null, $"cannot be read: {e.Message}");
        }
    }

    /// <summary>Returns the length a gzip file says its content has, modulo 2³²; null when the file is not gzipped.</summary>
    private uint? UnpackedLength(FileStream stream)
    {
        Span<byte> magic = stackalloc byte[2];
        var isGzip = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1f, 0x8b];
        Span<byte> length = stackalloc byte[4];
        if (isGzip)
        {
            if (stream.Length < ShortestGzipBytes)
                throw Damaged();

            stream.Seek(-length.Length, SeekOrigin.End);
            stream.ReadExactly(length);
        }

        stream.Position = 0;
        return isGzip ? BinaryPrimitives.ReadUInt32LittleEndian(length) : null;
    }

    private DatasetFormatException Damaged() =>
        new(file, null, null, "the gzip file is damaged or cut short; fetch or compress it again.");

    private async Task<int> FillAsync(Stream stream, byte[] buffer, CancellationToken ct)
    {
        try
        {
            return await stream.ReadAtLeastAsync(buffer.AsMemory(0, BufferBytes), BufferBytes, throwOnEndOfStream: false, ct);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Damaged();
        }
    }
}
