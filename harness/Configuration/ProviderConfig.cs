using System.ComponentModel;

namespace Eval.Harness.Configuration;

/// <summary>An endpoint of the configuration file.</summary>
internal sealed record ProviderConfig
{
    [Description("The address up to and without /chat/completions. Default: the preset's of the same name.")]
    public string? BaseUrl { get; init; }

    [Description("The environment variable that holds the key. Default: the preset's; none for an endpoint of one's own.")]
    public string? ApiKeyEnv { get; init; }

    [Description("The header that carries the key. Default: Authorization.")]
    public string? ApiKeyHeader { get; init; }

    [Description("A client of one's own instead of an endpoint, written as path/to/assembly.dll:Namespace.Type. Default: none.")]
    public string? ChatClient { get; init; }

    [Description("Query parameters of every call.")]
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();
}
