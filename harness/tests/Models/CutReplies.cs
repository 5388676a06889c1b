using System.IO.Compression;
using System.Text;

namespace Eval.Harness.Tests.Models;

/// <summary>Whole responses of many kinds, each with the same answer, to be cut anywhere.</summary>
internal static class CutReplies
{
    public const string Answer = "def f(x):\n    return \"grüß\"\n";

    private const string Escaped = "def f(x):\\n    return \\\"grüß\\\"\\n";

    public static TheoryData<string> Kinds => [.. All.Keys];

    public static IReadOnlyDictionary<string, byte[]> All { get; } = Create();

    private static Dictionary<string, byte[]> Create()
    {
        var usual = Encoding.UTF8.GetBytes(
            Chunk("def f(x):\\n    ", "null") + ": still there\n\n" + Chunk("return \\\"grüß\\\"\\n",
                "null") + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
            + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5}}\n\ndata: [DONE]\n\n");
        var emptyReasons = Encoding.UTF8.GetBytes(Chunk("def f(x):\\n    ", "\"\"") + Chunk("return \\\"grüß\\\"\\n",
            "\"\"") + "data: [DONE]\n\n");
        var falseReasons = Encoding.UTF8.GetBytes(Chunk("def f(x):\\n    return \\\"grüß\\\"\\n", "\"stop\"").Replace("\n\n", "\r\n\r\n",
            StringComparison.Ordinal));
        var json = Encoding.UTF8.GetBytes(
            $"{{\"choices\":[{{\"index\":0,\"message\":{{\"role\":\"assistant\",\"content\":\"{Escaped}\"}}}}],"
                + "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5}}");
        return new Dictionary<string, byte[]>
        {
            ["stream in pieces"] = CuttingServer.Chunked("text/event-stream", usual),
            ["stream to the close"] = CuttingServer.ToClose("text/event-stream", usual),
            ["empty reasons to the close"] = CuttingServer.ToClose("text/event-stream", emptyReasons),
            ["one event to the close"] = CuttingServer.ToClose("text/event-stream", falseReasons),
            ["stream that is called JSON"] = CuttingServer.ToClose("application/json", usual),
            ["JSON to the close"] = CuttingServer.ToClose("application/json", json),
            ["packed stream to the close"] = CuttingServer.ToClose("text/event-stream", Packed(usual), "Content-Encoding: gzip\r\n"),
        };
    }

    private static string Chunk(string text, string reason) =>
        $"data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}},\"finish_reason\":{reason}}}]}}\n\n";

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            foreach (var piece in bytes.Chunk(100))
            {
                gzip.Write(piece);
                gzip.Flush();
            }
        }

        return packed.ToArray();
    }
}
