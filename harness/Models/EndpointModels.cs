using System.Text;
using System.Text.Json;
using Eval.Harness.Redaction;

namespace Eval.Harness.Models;

/// <summary>Asks an endpoint which models it has.</summary>
internal static class EndpointModels
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <exception cref="ModelCallException">The endpoint does not answer, or with something else.</exception>
    public static async Task<IReadOnlyList<string>> ListAsync(ProviderSpec provider, TimeProvider time, CancellationToken ct)
    {
        using var client = HttpConnections.Create(provider.BaseUrl, KeyGuard.From(provider.Secrets));
        client.Timeout = Timeout;
        using var message = new HttpRequestMessage(HttpMethod.Get, provider.AddressOf("models", provider.Query));
        provider.Authorize(message, provider.Headers);
        var asked = new ModelSpec { Name = provider.Name, RequestedModel = "models", Source = new EndpointSource(provider) };
        try
        {
            using var response = await client.SendAsync(message, ct);
            var body = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(ct));
            return response.IsSuccessStatusCode ? Read(body) : throw EndpointErrors.FromStatus(asked, response, body, time);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            throw new ModelCallException(ModelCallFailure.Provider,
                $"{provider.Name} ({provider.BaseUrl.Authority}) does not list its models: {EndpointErrors.Shown(asked, e.Message)}", e);
        }
    }

    private static List<string> Read(string body)
    {
        using var json = JsonDocument.Parse(body);
        var list = json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("data", out var data)
            ? data : json.RootElement;
        return list.ValueKind != JsonValueKind.Array ? [] : list.EnumerateArray()
            .Select(entry => entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("id", out var id) ? id.ToString() : null)
            .OfType<string>().Order(StringComparer.Ordinal).ToList();
    }
}
