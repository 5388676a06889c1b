using System.IO.Compression;
using System.Text;
using Eval.Harness.Models;
using Eval.Harness.Redaction;

namespace Eval.Harness.Tests.Models;

/// <summary>What endpoints send is read by what it is, not by what it is called.</summary>
public sealed class ReplyBodyTests
{
    private const string Events =
        "data: {\"choices\":[{\"delta\":{\"content\":\"he\"}}]}\n\ndata: "
            + "{\"choices\":[{\"delta\":{\"content\":\"llo\"},\"finish_reason\":\"stop\"}]}\n\n"
        + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5}}\n\ndata: [DONE]\n\n";

    private const string Json =
        "{\"choices\":[{\"message\":{\"content\":\"hello\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5}}";

    public static TheoryData<string, string, string> Labels => new()
    {
        { "application/json", "", Events },
        { "text/plain", "", "\uFEFF\n" + Events },
        { "text/html", "", Events },
        { "text/event-stream", "", Json },
        { "text/event-stream", "", Json + "\n\ndata: [DONE]\n\n" },
        { "text/event-stream", "Content-Encoding: br\r\n", Events },
        { "text/event-stream", "Content-Encoding: aws-chunked\r\n", Events },
        { "application/octet-stream", "", ": hello\n\n" + Events },
    };

    [Theory]
    [MemberData(nameof(Labels))]
    public async Task A_label_that_lies_is_not_believed(string type, string headers, string body)
    {
        var completion = await AskedModel.AskAsync(ScriptedServer.Reply(200, body, type, headers));

        Assert.Equal(("hello", 5, false), (completion.Text, completion.Usage.OutputTokens, completion.Usage.IsEstimated));
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip", "")]
    [InlineData("gzip", "br")]
    [InlineData("gzip,gzip", "gzip, gzip")]
    [InlineData("br", "br")]
    [InlineData("zlib", "deflate")]
    [InlineData("zlib", "")]
    [InlineData("deflate", "deflate")]
    [InlineData("zstd", "zstd")]
    [InlineData("zstd", "")]
    public async Task What_is_packed_is_unpacked(string codings, string label)
    {
        foreach (var text in new[] { Events, Json })
        {
            var body = codings.Split(',').Aggregate(Encoding.UTF8.GetBytes(text), Packed);
            var completion = await AskedModel.AskAsync(Raw("200 OK",
                $"Content-Type: application/json\r\n{(label.Length > 0 ? $"Content-Encoding: {label}\r\n" : "")}", body));

            Assert.Equal(("hello", 5), (completion.Text, completion.Usage.OutputTokens));
        }
    }

    [Fact]
    public async Task A_refusal_that_is_packed_is_read_too()
    {
        var failure = await AskedModel.FailAsync(Raw("400 Bad", "Content-Type: application/json\r\nContent-Encoding: gzip\r\n",
            Packed(Encoding.UTF8.GetBytes("{\"error\":{\"message\":\"no such role\"}}"), "gzip")));

        Assert.Contains("no such role", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_coding_that_nobody_here_knows_is_named_once()
    {
        var (_, failure, waits) = await AskedModel.AskWithRetriesAsync(Raw("200 OK", "Content-Encoding: exotic\r\n",
            [0x80, 0x81, 0x82, 0x83, 0x84]));

        Assert.Equal(ModelCallFailure.Configuration, failure!.Failure);
        Assert.Contains("packs its answers as 'exotic'", failure.Message, StringComparison.Ordinal);
        Assert.Empty(waits);
    }

    [Theory]
    [InlineData("{\"error\":{\"message\":\"engine died\"}}")]
    [InlineData("[{\"error\":{\"message\":\"engine died\"}}]")]
    [InlineData("{\"object\":\"error\",\"message\":\"engine died\"}")]
    [InlineData("data: {\"error\":{\"message\":\"engine died\"}}\n\n")]
    [InlineData("event: error\ndata: engine died\n\n")]
    public async Task An_error_in_place_of_an_answer_is_told(string body) =>
        Assert.Contains("engine died", (await AskedModel.FailAsync(ScriptedServer.Reply(200, body))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Nobody_is_asked_to_pack_anything()
    {
        await using var server = new ScriptedServer(ScriptedServer.Stream(Events));
        await AskedModel.AskAsync(server);

        Assert.Contains("Accept-Encoding: identity\r\n", Assert.Single(server.Requests), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Any_bytes_are_a_sign_of_life()
    {
        var signs = 0;
        using var response =
            new HttpResponseMessage { Content = new GuardedContent(
                new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(": still there\n\n", 1000))))),
                KeyGuard.None(), "test") };
        await using var body = await ReplyBody.OpenAsync(response, () => signs++, TestContext.Current.CancellationToken);
        var before = signs;
        await body.Content.ReadExactlyAsync(new byte[10_000], TestContext.Current.CancellationToken);

        Assert.InRange(before, 1, signs - 1);
    }

    private static Func<System.Net.Sockets.NetworkStream, Task> Raw(string status, string headers, byte[] body) => async stream =>
        await stream.WriteAsync(
            (byte[])[.. Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{headers}\r\n"), .. body]);

    private static byte[] Packed(byte[] bytes, string coding)
    {
        using var packed = new MemoryStream();
        using (Stream packing = coding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "zlib" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new ZstdSharp.CompressionStream(packed),
        })
        {
            packing.Write(bytes);
        }

        return packed.ToArray();
    }
}
