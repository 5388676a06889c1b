using System.Text.Json;
using Eval.Reports.Exports;
using Eval.Routing.Policies;

namespace Eval.Reports.Tests.Routing.Exports;

/// <summary>
/// Sends a request through the gateway with an exported policy, of which only addresses and keys are replaced, and reads what came of it.
/// </summary>
internal sealed class GatewayRequest(PortkeyGateway gateway, RoutingPolicy policy, string behaviours = "", string verdict = "accept")
{
    private readonly string _log = Guid.NewGuid().ToString("n");

    public bool IsStreamed { get; init; }

    public string? Metadata { get; init; }

    /// <summary>Gets which of the two files is sent.</summary>
    public int FileIndex { get; init; }

    public int Status { get; private set; }

    public string Body { get; private set; } = "";

    public string? LastTarget { get; private set; }

    /// <summary>Gets whether the answer ended before it was whole.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Gets the models that were asked, in order.</summary>
    public IReadOnlyList<string> Asked => [.. Calls.Select(call => call.Model!.Split('-')[0])];

    public IReadOnlyList<StubCall> Calls => gateway.Stub.CallsOf(_log);

    public IReadOnlyList<StubCall> Verifications => gateway.Stub.VerificationsOf(_log);

    /// <summary>Gets the model whose answer came; null when none did.</summary>
    public string? Served => Status is >= 200 and < 300 && Content().Split("answer of ") is [_, var rest, ..] ? rest.Split('-')[0] : null;

    public async Task<GatewayRequest> SendAsync()
    {
        var files = new PortkeyExporter().Export(SomePolicy.File(policy),
            new ExportOptions { VerifierUrl = new Uri("https://verifier.example/verify") }).Files;
        // The readable file is sent on one line, as a header must be.
        var config = Deployed(files[FileIndex].Text.Replace("\n", "", StringComparison.Ordinal));
        using var response = await gateway.SendAsync(config, Metadata, IsStreamed);
        Status = (int)response.StatusCode;
        LastTarget = response.Headers.TryGetValues("x-portkey-last-used-option-index", out var values) ? values.Single() : null;
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        try
        {
            var buffer = new char[4096];
            for (int read; (read = await reader.ReadAsync(buffer, TestContext.Current.CancellationToken)) > 0;)
            {
                Body += new string(buffer, 0, read);
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            IsBroken = true;
        }

        return this;
    }

    /// <summary>Returns the text of the answer, also of a stream.</summary>
    private string Content() => Body.Contains("data: ", StringComparison.Ordinal)
        ? string.Concat(Body.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
            .Select(line => JsonDocument.Parse(line[6..]).RootElement.GetProperty("choices"))
            .Where(choices => choices.GetArrayLength() > 0)
            .Select(choices => choices[0].GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : ""))
        : JsonDocument.Parse(Body).RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;

    private string Deployed(string config)
    {
        foreach (var model in policy.Models)
        {
            config = config.Replace($"https://{model}.example/v1",
                $"{gateway.Stub.Address}/{_log}/{Outcomes.BehaviourOf(model, behaviours)}/v1", StringComparison.Ordinal)
                .Replace($"${model.ToUpperInvariant()}_KEY", "a-key-of-the-test", StringComparison.Ordinal);
        }

        Assert.DoesNotContain("$ALPHA", config, StringComparison.Ordinal);
        return config.Replace("https://verifier.example/verify", verdict == "unreachable"
            ? "http://127.0.0.1:9/verify" : $"{gateway.Stub.Address}/{_log}/{verdict}/verify", StringComparison.Ordinal);
    }
}
