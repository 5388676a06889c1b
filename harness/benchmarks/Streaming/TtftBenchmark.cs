using System.Globalization;
using Eval.Harness.Models;
using Eval.Harness.Redaction;
using Eval.Results.Statistics;

namespace Eval.Benchmarks.Streaming;

/// <summary>
/// How far the time to first token is from what the endpoint knows it to be, at 64 streams at once and at 1,000, in turn with a client that
/// does the least possible (<see cref="BareClient"/>). The error holds everything between the call and the first text: sending, the
/// machine's and the server's queues, waking up, reading. What the bare client shows as well is not ours.
/// </summary>
internal static class TtftBenchmark
{
    /// <summary>Of each client in turn: one round of 1,000 streams that begin in one moment tells little.</summary>
    private const int Rounds = 11;

    public static async Task<int> RunAsync(string[] args)
    {
        using var server = ChildProcess.Start(Environment.ProcessPath!, ["ttft-server", args.Length > 0 ? args[0] : "50"]);
        try
        {
            var address = new Uri(await server.StandardOutput.ReadLineAsync() + "/v1");
            await CompareAsync(address, streams: 64);
            await CompareAsync(address, streams: 1000);
        }
        finally
        {
            server.Kill();
        }

        return 0;
    }

    private static async Task CompareAsync(Uri address, int streams)
    {
        await using var saturation = new SaturationProbe();
        using var client = HttpConnections.Create(address, KeyGuard.None());
        var spec = new ModelSpec { Name = "m", RequestedModel = "m",
            Source = new EndpointSource(new ProviderSpec { Name = "p", BaseUrl = address }) };
        var model = new OpenAiModel(spec, client, saturation, TimeProvider.System);
        var sockets = await BareClient.ConnectAsync(address, streams);

        // The first calls connect and compile; a run discards such calls too.
        await ErrorsAsync(model, streams);
        await BareClient.ErrorsAsync(address, sockets);
        var (ours, bare) = (new List<double>(), new List<double>());
        for (var round = 1; round <= Rounds; round++)
        {
            bare.Add(Tell($"{streams} streams, round {round}, bare", await BareClient.ErrorsAsync(address, sockets)));
            ours.Add(Tell($"{streams} streams, round {round}, ours", await ErrorsAsync(model, streams)));
        }

        Array.ForEach(sockets, socket => socket.Dispose());
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{streams} streams, median of the rounds' p95: ours {Median(ours):0.0} ms, bare {Median(bare):0.0} ms: "
                + $"{Median(ours) - Median(bare):+0.0;-0.0} ms"));
    }

    private static double Median(List<double> values) => Percentile.Compute([.. values.Order()], 0.5)!.Value;

    private static async Task<double[]> ErrorsAsync(OpenAiModel model, int streams)
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, streams).Select(_ =>
            model.CompleteAsync(new ModelRequest { Messages = [new ChatMessage("user", "x")] }, CancellationToken.None)));
        return [.. replies.Select(reply =>
            reply.Timing.FirstContent!.Value.TotalMilliseconds - (double.Parse(reply.Text.Split(' ')[0],
                CultureInfo.InvariantCulture) / 1000))];
    }

    /// <returns>The 95th percentile.</returns>
    private static double Tell(string name, double[] errors)
    {
        var sorted = errors.Order().ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: TTFT error p50 {Percentile.Compute(sorted, 0.5):0.00} ms, p95 {Percentile.Compute(sorted, 0.95):0.00} ms, p99 "
                + $"{Percentile.Compute(sorted, 0.99):0.00} ms, max {sorted[^1]:0.00} ms (n={sorted.Length})"));
        return Percentile.Compute(sorted, 0.95)!.Value;
    }
}
