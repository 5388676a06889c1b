using System.Buffers;
using System.Text;
using BenchmarkDotNet.Attributes;
using Eval.Harness.Redaction;
using Eval.Harness.Serving;

namespace Eval.Benchmarks.Micro;

/// <summary>What it costs an event of a stream that is passed on to be free of keys: all its bytes, and its texts over events.</summary>
[InProcess]
[MemoryDiagnoser]
public class KeyRemovalBenchmarks
{
    private const int Events = 1000;
    private readonly KeyGuard _guard = KeyGuard.From([new Secret("sk-proj-4f0cA9Zb7Qw2xBv8TdLmN3rK6yHs1uJe5iGo0pXa")]);
    private readonly byte[][] _events = [.. Enumerable.Range(0, Events).Select(number => Encoding.UTF8.GetBytes(
        $"data: {{\"id\":\"chatcmpl-9f3KZq7Lw2xBv8Td\",\"object\":\"chat.completion.chunk\",\"created\":1764460800,\"model\":\"gpt-4o-2024-08-06\","
        + $"\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\" word{number}\"}},\"logprobs\":null,\"finish_reason\":null}}]}}\n\n"))];

    private readonly ArrayBufferWriter<byte> _clean = new();

    /// <summary>Looks for keys in the bytes of each event.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public int Bytes() => _events.Count(bytes => _guard.Find(bytes, isEnd: false).IsAny);

    /// <summary>Looks for keys in the texts over events, and copies the events.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public int Texts()
    {
        var keys = new SplitKeys(_guard);
        _clean.ResetWrittenCount();
        foreach (var bytes in _events)
        {
            keys.Take(bytes, _clean);
        }

        keys.End(_clean);
        return _clean.WrittenCount;
    }
}
