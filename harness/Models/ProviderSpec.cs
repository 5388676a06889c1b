using Microsoft.Extensions.AI;

namespace Eval.Harness.Models;

/// <summary>An OpenAI-compatible endpoint, or a chat client in its place.</summary>
internal sealed record ProviderSpec
{
    /// <summary>The name in reports and in front of the slash of <c>provider/model</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The address up to and without <c>/chat/completions</c>, for instance <c>https://api.openai.com/v1</c>.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>The environment variable that holds the key; null when the endpoint wants none.</summary>
    public string? ApiKeyVariable { get; init; }

    /// <summary>The key, masked wherever it could be printed.</summary>
    public Secret? ApiKey { get; init; }

    /// <summary>The header that carries the key. Default: <c>Authorization</c> with the word Bearer; <c>api-key</c> for Azure.</summary>
    public string ApiKeyHeader { get; init; } = "Authorization";

    /// <summary>Query parameters of every call, for instance Azure's <c>api-version</c>.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    /// <summary>Further headers of every call; the values are masked wherever they could be printed.</summary>
    public IReadOnlyDictionary<string, Secret> Headers { get; init; } = new Dictionary<string, Secret>();

    /// <summary>How long one call may take in all, and how long it may send nothing. Null: the program's own limits.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Makes a chat client of the user's own for a model, to be asked instead of the address; null for an endpoint.</summary>
    public Func<string, IChatClient>? CreateClient { get; init; }

    public bool IsSimulated { get; init; }
}
