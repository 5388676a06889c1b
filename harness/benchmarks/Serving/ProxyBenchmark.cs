using System.Globalization;
using Eval.Harness.Models;
using Eval.Harness.Redaction;
using Eval.Results.Statistics;

namespace Eval.Benchmarks.Serving;

/// <summary>
/// What the proxy adds to the time to first token with 64 streams open: the same endpoint asked directly and through <c>serve</c>, wave by
/// wave in turn.
/// Endpoint, proxy and this client are three processes. First 64 clients that ask again as soon as they are answered; then waves that begin
/// within half a second; then waves that begin all in the same moment, where the last of 64 first words waits for the 63 before it.
/// </summary>
internal static class ProxyBenchmark
{
    private const int Streams = 64;

    public static async Task<int> RunAsync(string[] args)
    {
        var waves = int.Parse(Arguments.Value(args, "--waves") ?? "10", CultureInfo.InvariantCulture);
        var folder = Directory.CreateTempSubdirectory("eval-proxy-benchmark");
        var policy = Path.Combine(folder.FullName, "policy.json");
        await File.WriteAllTextAsync(policy, """{ "schema": 1, "name": "p", "policy": { "kind": "failover", "policies": ["m", "n"] } }""");
        using var endpoint = ChildProcess.Start(Environment.ProcessPath!, ["ttft-server", "50"]);
        var direct = new Uri(await endpoint.StandardOutput.ReadLineAsync() + "/v1");
        using var proxy = ChildProcess.Start(
            ChildProcess.Harness, ["serve", "--policy", policy, "--port", "0", "--log", Path.Combine(folder.FullName, "log.jsonl")],
            new Dictionary<string, string> { ["OPENAI_BASE_URL"] = direct.AbsoluteUri,
                ["OPENAI_API_KEY"] = "sk-proj-4f0cA9Zb7Qw2xBv8TdLmN3rK6yHs1uJe5iGo0pXa" });
        try
        {
            var through = await AddressAsync(proxy);
            using var client = HttpConnections.Create(direct, KeyGuard.None());
            await MeasureClientsAsync(Math.Max(1, waves / 2), client, direct, through);
            await MeasureAsync("begun within half a second", TimeSpan.FromSeconds(0.5), waves, client, direct, through);
            await MeasureAsync("begun at once", TimeSpan.Zero, waves, client, direct, through);
        }
        finally
        {
            proxy.Kill();
            endpoint.Kill();
            folder.Delete(recursive: true);
        }

        return 0;
    }

    /// <summary>
    /// A stream takes a second and a half, and clients begin anywhere in that, so that as many are open at any time as there are clients.
    /// </summary>
    private static async Task MeasureClientsAsync(int rounds, HttpClient client, Uri direct, Uri through)
    {
        var (alone, routed) = (new List<double>(), new List<double>());
        async Task AskAllAsync(Uri address, List<double> beyond, int times)
        {
            await using var saturation = new SaturationProbe();
            var found = await Task.WhenAll(Enumerable.Range(0, Streams).Select(async number =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1.5) * number / Streams);
                var own = new List<double>();
                for (var time = 0; time < times; time++)
                {
                    own.Add(await AskAsync(client, address, saturation));
                }

                return own;
            }));
            beyond.AddRange(found.SelectMany(own => own));
        }

        await AskAllAsync(direct, [], 1);
        await AskAllAsync(through, [], 1);
        for (var part = 0; part < 2; part++)
        {
            await AskAllAsync(direct, alone, rounds);
            await AskAllAsync(through, routed, rounds);
        }

        SayBoth($"{Streams} clients, each asking again", alone, routed);
    }

    private static async Task MeasureAsync(string name, TimeSpan within, int waves, HttpClient client, Uri direct, Uri through)
    {
        var (alone, routed) = (new List<double>(), new List<double>());
        for (var wave = -2; wave < waves; wave++)
        {
            // The first waves connect and compile.
            await AskAsync(client, direct, within, wave < 0 ? [] : alone);
            await AskAsync(client, through, within, wave < 0 ? [] : routed);
        }

        SayBoth($"{Streams} streams, {name}", alone, routed);
    }

    private static void SayBoth(string name, List<double> alone, List<double> routed)
    {
        Console.WriteLine(name);
        Say("  direct", alone);
        Say("  through the proxy", routed);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  added: p50 {Quantile(routed, 0.5) - Quantile(alone, 0.5):0.00} ms, "
            + $"p95 {Quantile(routed, 0.95) - Quantile(alone, 0.95):0.00} ms"));
    }

    private static async Task<Uri> AddressAsync(System.Diagnostics.Process proxy)
    {
        const string Serving = "serving ";
        while (await proxy.StandardError.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Serving, StringComparison.Ordinal))
            {
                return new Uri(line[Serving.Length..].Split(' ')[0]);
            }
        }

        throw new InvalidOperationException("serve ended without serving.");
    }

    /// <summary>Measures a wave: the time to first token, less what the endpoint knows to have waited before its first word.</summary>
    private static async Task AskAsync(HttpClient client, Uri address, TimeSpan within, List<double> beyond)
    {
        await using var saturation = new SaturationProbe();
        beyond.AddRange(await Task.WhenAll(Enumerable.Range(0, Streams).Select(async stream =>
        {
            await Task.Delay(within * stream / Streams);
            return await AskAsync(client, address, saturation);
        })));
    }

    private static async Task<double> AskAsync(HttpClient client, Uri address, SaturationProbe saturation)
    {
        var spec = new ModelSpec { Name = "auto", RequestedModel = "auto",
            Source = new EndpointSource(new ProviderSpec { Name = "p", BaseUrl = address }) };
        var reply = await new OpenAiModel(spec, client, saturation, TimeProvider.System)
            .CompleteAsync(new ModelRequest { Messages = [new ChatMessage("user", "x")] }, CancellationToken.None);

        // Through the proxy the stream begins with its first word of any kind, the reasoning; the visible one comes as it flows.
        return reply.Timing.FirstContent!.Value.TotalMilliseconds - double.Parse(reply.Text.Split(' ')[0],
            CultureInfo.InvariantCulture) / 1000;
    }

    private static void Say(string name, List<double> beyond) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name}: TTFT beyond the endpoint's own p50 {Quantile(beyond, 0.5):0.00} ms, p95 {Quantile(beyond, 0.95):0.00} ms, "
        + $"max {beyond.Max():0.00} ms "
            + $"(n={beyond.Count})"));

    private static double Quantile(List<double> values, double share) => Percentile.Compute([.. values.Order()], share)!.Value;
}
