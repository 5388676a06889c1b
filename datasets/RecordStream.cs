using System.Buffers.Binary;
using System.IO.Compression;

namespace Eval.Datasets;

/// <summary>
/// A file's content, unpacked where it is gzipped; a damaged gzip file is refused instead of being taken for a shorter one.
/// </summary>
internal sealed class RecordStream : Stream
{
    private const int MinGzipBytes = 18;

    private readonly string _file;
    private readonly FileStream _source;
    private readonly Stream _content;
    private readonly uint? _unpackedBytes;
    private long _total;

    private RecordStream(string file, FileStream source)
    {
        _file = file;
        _source = source;
        _unpackedBytes = UnpackedLength(source);
        _content = _unpackedBytes is null ? source : new GZipStream(source, CompressionMode.Decompress);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _total; set => throw new NotSupportedException(); }

    public static RecordStream Open(string file)
    {
        FileStream? source = null;
        try
        {
            const FileOptions Options = FileOptions.SequentialScan | FileOptions.Asynchronous;
            source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1, Options);
            return new RecordStream(file, source);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            source?.Dispose();
            throw new DatasetFormatException(file, null, null, $"cannot be read: {e.Message}");
        }
        catch
        {
            source?.Dispose();
            throw;
        }
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return Checked(_content.Read(buffer, offset, count), count);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Damaged();
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Checked(await _content.ReadAsync(buffer, cancellationToken), buffer.Length);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Damaged();
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Checked(int count, int wanted)
    {
        _total += count;
        // The runtime's stream takes the end of the file for the end of the data, even in the middle of them.
        return count == 0 && wanted > 0 && _unpackedBytes is { } bytes && bytes != unchecked((uint)_total) ? throw Damaged() : count;
    }

    /// <summary>Returns the length a gzip file says its content has, modulo 2³²; null when the file is not gzipped.</summary>
    private uint? UnpackedLength(FileStream stream)
    {
        Span<byte> magic = stackalloc byte[2];
        var isGzip = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1f, 0x8b];
        Span<byte> length = stackalloc byte[4];
        if (isGzip)
        {
            if (stream.Length < MinGzipBytes)
            {
                throw Damaged();
            }

            stream.Seek(-length.Length, SeekOrigin.End);
            stream.ReadExactly(length);
        }

        stream.Position = 0;
        return isGzip ? BinaryPrimitives.ReadUInt32LittleEndian(length) : null;
    }

    private DatasetFormatException Damaged() =>
        new(_file, null, null, "the gzip file is damaged or cut short; fetch or compress it again.");
}
