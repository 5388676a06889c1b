using System.Diagnostics;
using System.Text;
using BenchmarkDotNet.Attributes;
using Eval.Harness.Models;

namespace Eval.Benchmarks.Micro;

/// <summary>What a streamed reply of 1,000 events costs to read: it is what the harness does while it takes the time of others.</summary>
[InProcess]
[MemoryDiagnoser]
public class StreamReadingBenchmarks
{
    private byte[] _body = [];

    /// <summary>Writes the reply.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 1000; i++)
        {
            text.Append("data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" word").Append(i).Append("\"}}]}\n\n");
        }

        text.Append("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: "
            + "{\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":1000}}\n\ndata: [DONE]\n\n");
        _body = Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Parses the events and takes the marks.</summary>
    [Benchmark]
    public async Task<int> Read()
    {
        var stream = new ReplyStream(new StreamTimer(DateTimeOffset.UnixEpoch, Stopwatch.GetTimestamp()), _ => { });
        await stream.ReadEventsAsync(new MemoryStream(_body), CancellationToken.None);
        return stream.Text.Length;
    }
}
