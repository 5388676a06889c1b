using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Eval.Results;
using Eval.Results.Records;

namespace Eval.Reports.Html;

/// <summary>
/// The texts behind the rows, in compressed pieces: kept for the page while they are few, written to files beside it from the moment they
/// are not. Only one piece is ever open, so memory does not grow with the run.
/// </summary>
internal sealed class AttemptDetails : IDisposable
{
    /// <summary>The folder beside the page.</summary>
    public const string Folder = "report-details";

    // Uncompressed: small enough to open without a pause, large enough to compress well.
    private const int PieceBytes = 384 * 1024;

    private readonly DirectoryInfo _output;
    private readonly int _inPageBytes;
    private readonly List<string> _inPage = [];
    private readonly List<int> _starts = [];
    private readonly MemoryStream _buffer = new();
    private readonly MemoryStream _packed = new();
    private Utf8JsonWriter? _piece;
    private long _packedBytes;
    private int _count;

    private AttemptDetails(DirectoryInfo output, int inPageBytes)
    {
        _output = output;
        _inPageBytes = inPageBytes;
    }

    /// <summary>Gets a value indicating whether the pieces are files.</summary>
    public bool AreInFiles { get; private set; }

    /// <summary>Gets the pieces for the page; empty when they are files.</summary>
    public IReadOnlyList<string> InPage => _inPage;

    /// <summary>Gets the row that each piece begins with.</summary>
    public IReadOnlyList<int> Starts => _starts;

    /// <summary>Reads all attempts once and packs their texts.</summary>
    public static async Task<AttemptDetails> CreateAsync(RunResults results, DirectoryInfo output, int inPageBytes, CancellationToken ct)
    {
        var old = new DirectoryInfo(Path.Combine(output.FullName, Folder));
        if (old.Exists)
        {
            old.Delete(recursive: true);
        }

        var details = new AttemptDetails(output, inPageBytes);
        await foreach (var attempt in results.ReadWithTexts(ct).WithCancellation(ct))
        {
            await details.AddAsync(attempt, ct);
        }

        await details.EndPieceAsync(ct);
        return details;
    }

    public void Dispose()
    {
        _piece?.Dispose();
        _buffer.Dispose();
        _packed.Dispose();
    }

    private async Task AddAsync(Attempt attempt, CancellationToken ct)
    {
        if (_piece is null)
        {
            _starts.Add(_count);
            _buffer.SetLength(0);
            _piece = new Utf8JsonWriter(_buffer);
            _piece.WriteStartArray();
        }

        AttemptDetail.Write(_piece, attempt);
        _count++;
        if (_piece.BytesCommitted + _piece.BytesPending >= PieceBytes)
        {
            await EndPieceAsync(ct);
        }
    }

    private async Task EndPieceAsync(CancellationToken ct)
    {
        if (_piece is null)
        {
            return;
        }

        _piece.WriteEndArray();
        await _piece.DisposeAsync();
        _piece = null;
        var packed = Pack();
        _packedBytes += packed.Length;
        if (!AreInFiles && _packedBytes > _inPageBytes)
        {
            await MoveToFilesAsync(ct);
        }

        if (AreInFiles)
        {
            await WriteFileAsync(_starts.Count - 1, packed, ct);
        }
        else
        {
            _inPage.Add(packed);
        }
    }

    private string Pack()
    {
        _packed.SetLength(0);
        using (var zip = new GZipStream(_packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(_buffer.GetBuffer(), 0, (int)_buffer.Length);
        }

        return Convert.ToBase64String(_packed.GetBuffer(), 0, (int)_packed.Length);
    }

    private async Task MoveToFilesAsync(CancellationToken ct)
    {
        AreInFiles = true;
        _output.CreateSubdirectory(Folder);
        for (var i = 0; i < _inPage.Count; i++)
        {
            await WriteFileAsync(i, _inPage[i], ct);
        }

        _inPage.Clear();
    }

    // A script rather than data: a page opened from disk may load a script beside it, but may not read a file.
    private async Task WriteFileAsync(int piece, string packed, CancellationToken ct)
    {
        var name = (piece + 1).ToString("d4", CultureInfo.InvariantCulture) + ".js";
        var text = $"evalReportDetails({piece.ToString(CultureInfo.InvariantCulture)},\"{packed}\");\n";
        await File.WriteAllTextAsync(Path.Combine(_output.FullName, Folder, name), text, Encoding.ASCII, ct);
    }
}
