namespace Eval.Harness.Configuration;

/// <summary>An endpoint of the configuration file.</summary>
internal sealed record ProviderConfig
{
    /// <summary>The address up to and without <c>/chat/completions</c>. Default: the preset's of the same name.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>The environment variable that holds the key. Default: the preset's; none for an endpoint of one's own.</summary>
    public string? ApiKeyEnv { get; init; }

    /// <summary>The header that carries the key. Default: <c>Authorization</c>.</summary>
    public string? ApiKeyHeader { get; init; }

    /// <summary>A client of one's own instead of an endpoint, written as <c>path/to/assembly.dll:Namespace.Type</c>. Default: none.</summary>
    public string? ChatClient { get; init; }

    /// <summary>Query parameters of every call.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();
}
