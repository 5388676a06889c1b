using System.Net;
using System.Security.Cryptography;

namespace Eval.Datasets.Tests;

public sealed class DatasetFetcherTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 100_000).Select(number => (byte)(number % 251))];
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_file_is_downloaded_once()
    {
        using var server = new OneFileServer(Content, Content.Length);
        var dataset = Dataset(server.Address, Content);
        var fetcher = new DatasetFetcher(_client, _folder.Path);

        var first = await fetcher.FetchAsync(dataset, null, TestContext.Current.CancellationToken);
        var second = await fetcher.FetchAsync(dataset, null, TestContext.Current.CancellationToken);

        Assert.Equal((true, false, 1), (first, second, server.Requests));
        Assert.Equal(Content, await File.ReadAllBytesAsync(Path.Combine(_folder.Path, dataset.FileName),
            TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Neither_another_file_nor_half_of_it_is_kept(bool isHalf)
    {
        using var server = new OneFileServer(isHalf ? Content[..50_000] : [1, 2, 3], isHalf ? Content.Length : 3);
        var fetcher = new DatasetFetcher(_client, _folder.Path);

        var mistake = await Assert.ThrowsAsync<DatasetFormatException>(() => fetcher.FetchAsync(Dataset(server.Address, Content), null,
            TestContext.Current.CancellationToken));

        Assert.Contains(isHalf ? "cannot be had" : "is not the file that is known as known", mistake.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public async Task Without_a_network_there_is_a_sentence_and_a_folder_does()
    {
        var dataset = Dataset(new Uri("http://127.0.0.1:1/x"), Content);
        var fetcher = new DatasetFetcher(_client, Path.Combine(_folder.Path, "kept"));
        var offline = Directory.CreateDirectory(Path.Combine(_folder.Path, "stick", "deep")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(offline, "another-name.bin"), Content, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(offline, dataset.FileName), "half", TestContext.Current.CancellationToken);

        var mistake = await Assert.ThrowsAsync<DatasetFormatException>(() => fetcher.FetchAsync(dataset, null,
            TestContext.Current.CancellationToken));
        var isNew = await fetcher.FetchAsync(dataset, Path.Combine(_folder.Path, "stick"), TestContext.Current.CancellationToken);

        Assert.Contains("datasets fetch known --from FOLDER", mistake.Message, StringComparison.Ordinal);
        Assert.True(isNew);
    }

    [Fact]
    public async Task A_folder_without_the_file_is_told_with_the_checksum()
    {
        var mistake = await Assert.ThrowsAsync<DatasetFormatException>(() => new DatasetFetcher(_client, Path.Combine(_folder.Path, "kept"))
            .FetchAsync(Dataset(new Uri("http://127.0.0.1:1/x"), Content), _folder.Path, TestContext.Current.CancellationToken));

        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(Content)), mistake.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("humaneval", "humaneval/HumanEval.jsonl.gz", 164)]
    [InlineData("mbppplus", "mbpp/MbppPlus.jsonl.gz", 378)]
    [InlineData("humaneval-cs", "humaneval-cs/multipl-e-humaneval-cs-reworded.jsonl", 158)]
    public async Task The_pinned_files_are_the_public_ones(string name, string file, int tasks)
    {
        var dataset = PublicDataset.Find(name)!;

        await new DatasetFetcher(_client, _folder.Path)
            .FetchAsync(dataset, Require.SharedData(file), TestContext.Current.CancellationToken);

        var opened = await new DatasetCatalog(_folder.Path)
            .OpenAsync(Path.Combine(_folder.Path, dataset.FileName), TestContext.Current.CancellationToken);
        Assert.Equal(tasks, await opened.ReadAsync(TestContext.Current.CancellationToken)
            .CountAsync(TestContext.Current.CancellationToken));
    }

    private static PublicDataset Dataset(Uri url, byte[] content) =>
        new("known", "known.bin", url, Convert.ToHexStringLower(SHA256.HashData(content)), "none", "a test");

    /// <summary>A real server on loopback that serves one file, or breaks off in the middle of it.</summary>
    private sealed class OneFileServer : IDisposable
    {
        private readonly HttpListener _listener = new();

        public OneFileServer(byte[] content, long length)
        {
            using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var port = ((IPEndPoint)probe.LocalEndpoint).Port;
            probe.Stop();
            Address = new Uri($"http://127.0.0.1:{port}/file");
            _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            _listener.Start();
            _ = ServeAsync(content, length);
        }

        public Uri Address { get; }

        public int Requests { get; private set; }

        public void Dispose() => _listener.Close();

        private async Task ServeAsync(byte[] content, long length)
        {
            while (_listener.IsListening)
            {
                try
                {
                    var context = await _listener.GetContextAsync();
                    Requests++;
                    context.Response.ContentLength64 = length;
                    await context.Response.OutputStream.WriteAsync(content);
                    if (content.Length < length)
                    {
                        context.Response.Abort();
                    }
                    else
                    {
                        context.Response.Close();
                    }
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
                {
                    return;
                }
            }
        }
    }
}
