using System.Globalization;
using Eval.Harness.Models;
using Eval.Harness.Redaction;
using Eval.Reports.Statistics;

namespace Eval.Benchmarks.Streaming;

/// <summary>
/// How far the time to first token is from what the endpoint knows it to be, at 64 streams at once (five waves) and at 1,000 streams held open
/// at once. The error holds everything of ours: connecting, sending, waking up, reading.
/// </summary>
internal static class TtftBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        using var server = ChildProcess.Start(Environment.ProcessPath!, ["ttft-server", args.Length > 0 ? args[0] : "50"]);
        try
        {
            var address = new Uri(await server.StandardOutput.ReadLineAsync() + "/v1");
            await MeasureAsync("warm-up", address, streams: 20, waves: 1);
            await MeasureAsync("64 streams", address, streams: 64, waves: 5);
            await MeasureAsync("1000 streams", address, streams: 1000, waves: 1);
        }
        finally
        {
            server.Kill();
        }

        return 0;
    }

    private static async Task MeasureAsync(string name, Uri address, int streams, int waves)
    {
        await using var saturation = new SaturationProbe();
        using var client = HttpConnections.Create(address, KeyGuard.None());
        var spec = new ModelSpec { Name = "m", RequestedModel = "m", Provider = new ProviderSpec { Name = "p", BaseUrl = address } };
        var model = new OpenAiModel(spec, client, saturation, TimeProvider.System);
        var errors = new List<double>();
        var reasoning = new List<double>();
        for (var wave = -1; wave < waves; wave++)
        {
            var replies = await Task.WhenAll(Enumerable.Range(0, streams).Select(_ =>
                model.CompleteAsync(new ModelRequest { Messages = [new ChatMessage("user", "x")] }, CancellationToken.None)));
            if (wave < 0)
            {
                // The first calls connect and compile; a run discards such a call too.
                continue;
            }

            errors.AddRange(replies.Select(reply => reply.Timing.FirstContent!.Value.TotalMilliseconds
                - double.Parse(reply.Text.Split(' ')[0], CultureInfo.InvariantCulture) / 1000));
            reasoning.AddRange(replies.Select(reply => reply.Timing.FirstContent!.Value.TotalMilliseconds - reply.Timing.FirstReasoning!.Value.TotalMilliseconds));
        }

        var sorted = errors.Order().ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: TTFT error p50 {Percentile.Of(sorted, 0.5):0.00} ms, p95 {Percentile.Of(sorted, 0.95):0.00} ms, p99 {Percentile.Of(sorted, 0.99):0.00} ms, max {sorted[^1]:0.00} ms (n={sorted.Length}); "
            + $"reasoning to content {reasoning.Average():0.0} ms of 300"));
    }
}
