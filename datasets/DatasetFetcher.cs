using System.Security.Cryptography;

namespace Eval.Datasets;

/// <summary>
/// Brings the files of public data sets onto this machine. What is kept has the pinned checksum; nothing half is ever kept.
/// </summary>
/// <param name="client">Downloads.</param>
/// <param name="folder">Where files are kept.</param>
public sealed class DatasetFetcher(HttpClient client, string folder)
{
    private const long MaxBytes = 1L << 30;
    private const int PieceBytes = 1 << 16;

    /// <summary>Fetches a file, unless it is there already.</summary>
    /// <param name="dataset">The set.</param>
    /// <param name="from">A folder, with all below it, or a file to take it from instead of the network; null for the network.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Whether anything was done.</returns>
    /// <exception cref="DatasetFormatException">It cannot be had, or is not the file that was pinned.</exception>
    public async Task<bool> FetchAsync(PublicDataset dataset, string? from, CancellationToken ct)
    {
        var file = Path.Combine(folder, dataset.FileName);
        if (File.Exists(file) && await ChecksumAsync(file, ct) == dataset.Sha256)
        {
            return false;
        }

        Directory.CreateDirectory(folder);
        var part = $"{file}.{Environment.ProcessId}.part";
        try
        {
            await (from is null ? DownloadAsync(dataset, part, ct) : CopyAsync(dataset, from, part, ct));
            File.Move(part, file, overwrite: true);
            return true;
        }
        finally
        {
            File.Delete(part);
        }
    }

    private async Task DownloadAsync(PublicDataset dataset, string part, CancellationToken ct)
    {
        try
        {
            using var response = await client.GetAsync(dataset.Url, HttpCompletionOption.ResponseHeadersRead, ct);
            response.EnsureSuccessStatusCode();
            await using var source = await response.Content.ReadAsStreamAsync(ct);
            var sum = await WriteAsync(source, part, ct);
            if (sum != dataset.Sha256)
            {
                throw new DatasetFormatException(dataset.Url.ToString(), null, null,
                    $"is not the file that is known as {dataset.Name}: its SHA-256 is {sum}, expected {dataset.Sha256}; try again, and if "
                        + $"that does not help, it has been changed there.");
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new DatasetFormatException(dataset.Url.ToString(), null, null,
                $"cannot be had ({e.Message.TrimEnd('.')}). Without a network: get the file elsewhere, then 'datasets fetch {dataset.Name} "
                    + $"--from FOLDER'.");
        }
    }

    private static async Task CopyAsync(PublicDataset dataset, string from, string part, CancellationToken ct)
    {
        var candidates = Directory.Exists(from)
            ? Directory.EnumerateFiles(from, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
                .OrderByDescending(file => Path.GetFileName(file) == dataset.FileName)
            : File.Exists(from) ? new[] { from }.AsEnumerable()
            : throw new DatasetFormatException(from, null, null, "is no file or folder; check the spelling.");
        foreach (var file in candidates)
        {
            // Told by what it holds: files are renamed.
            if (new FileInfo(file).Length <= MaxBytes && await ChecksumAsync(file, ct) == dataset.Sha256)
            {
                File.Copy(file, part, overwrite: true);
                return;
            }
        }

        throw new DatasetFormatException(from, null, null,
            $"holds no file with the SHA-256 of {dataset.Name}, {dataset.Sha256}; get {dataset.Url}.");
    }

    private static async Task<string> ChecksumAsync(string file, CancellationToken ct)
    {
        await using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, ct));
    }

    private static async Task<string> WriteAsync(Stream source, string file, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var target = File.Create(file);
        var piece = new byte[PieceBytes];
        long written = 0;
        int read;
        while ((read = await source.ReadAsync(piece, ct)) > 0)
        {
            if ((written += read) > MaxBytes)
            {
                throw new IOException($"it is longer than {MaxBytes >> 20} MiB");
            }

            hash.AppendData(piece, 0, read);
            await target.WriteAsync(piece.AsMemory(0, read), ct);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
