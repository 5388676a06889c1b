using Eval.Harness.Configuration;
using Eval.Harness.Redaction;

namespace Eval.Harness.Models;

/// <summary>An OpenAI-compatible endpoint.</summary>
internal sealed record ProviderSpec
{
    /// <summary>
    /// The <c>system_fingerprint</c> of every simulated reply: gateways pass it on, so that it is known for what it is everywhere.
    /// </summary>
    public const string SimulatedFingerprint = "simulated";

    private const string Authorization = "Authorization";

    /// <summary>The name in reports and in front of the slash of <c>provider/model</c>.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The address up to and without <c>/chat/completions</c>, for instance <c>https://api.openai.com/v1</c>. Its query goes with every
    /// call.
    /// </summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>The environment variable that holds the key; null when the endpoint wants none.</summary>
    public string? ApiKeyVariable { get; init; }

    /// <summary>The key, masked wherever it could be printed.</summary>
    public Secret? ApiKey { get; init; }

    /// <summary>The header that carries the key. Default: <c>Authorization</c> with the word Bearer; <c>api-key</c> for Azure.</summary>
    public string ApiKeyHeader { get; init; } = Authorization;

    /// <summary>
    /// Query parameters of every call, for instance Azure's <c>api-version</c>; they replace those of the address. A model's calls have its
    /// own, which come from here.
    /// </summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    /// <summary>Further headers of every call. A model's calls have its own, which come from here.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Further headers of every call whose values are secrets.</summary>
    public IReadOnlyDictionary<string, Secret> SecretHeaders { get; init; } = new Dictionary<string, Secret>();

    /// <summary>How long one call may take in all, and how long it may send nothing. Null: the program's own limits.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether it runs on this machine or a private network, where a host's price list does not hold.</summary>
    public bool IsLocal => ProviderPresets.IsLocal(Name) || LocalNetwork.Contains(BaseUrl);

    /// <summary>Everything that must be taken out of whatever the endpoint says.</summary>
    public IEnumerable<Secret> Secrets => SecretHeaders.Values.Concat(ApiKey is null ? [] : [ApiKey]);

    /// <summary>Returns the address of a path of the endpoint, for instance <c>models</c>.</summary>
    /// <param name="path">The path.</param>
    /// <param name="query">The query, which replaces what the address has of it.</param>
    public Uri AddressOf(string path, IReadOnlyDictionary<string, string> query) => EndpointAddress.Below(BaseUrl, path, query);

    /// <summary>Adds the key and headers to a request.</summary>
    /// <param name="message">The request.</param>
    /// <param name="headers">The headers that hold no secret.</param>
    public void Authorize(HttpRequestMessage message, IReadOnlyDictionary<string, string> headers)
    {
        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        foreach (var (name, value) in SecretHeaders)
        {
            message.Headers.TryAddWithoutValidation(name, value.Reveal());
        }

        // A header that was named for it stands for the key.
        if (ApiKey?.Reveal() is { } key && !SecretHeaders.Keys.Contains(ApiKeyHeader, StringComparer.OrdinalIgnoreCase))
        {
            message.Headers.TryAddWithoutValidation(ApiKeyHeader, ApiKeyHeader == Authorization ? $"Bearer {key}" : key);
        }
    }
}
