namespace Eval.Harness.Models;

/// <summary>The well-known endpoints.</summary>
internal static class ProviderPresets
{
    public const string DefaultName = "openai";
    public const string DefaultKeyVariable = "OPENAI_API_KEY";
    public const string DefaultUrlVariable = "OPENAI_BASE_URL";
    private const string AzureUrlVariable = "AZURE_OPENAI_ENDPOINT";

    /// <summary>Name, address, and the variable of the key (null where none is wanted).</summary>
    public static readonly IReadOnlyList<(string Name, string? BaseUrl, string? KeyVariable)> All =
    [
        (DefaultName, "https://api.openai.com/v1", DefaultKeyVariable),
        ("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
        ("deepseek", "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"),
        ("anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY"),
        ("gemini", "https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY"),
        ("azure", null, "AZURE_OPENAI_API_KEY"),
        ("global-api", "https://global-apis.com/v1", "GLOBAL_API_KEY"),
        ("ollama", "http://localhost:11434/v1", null),
        ("vllm", "http://localhost:8000/v1", null),
        ("lmstudio", "http://localhost:1234/v1", null),
    ];

    /// <summary>Returns a preset with what the environment says of it; null for an unknown name.</summary>
    /// <exception cref="FormatException">The environment lacks or garbles the address.</exception>
    public static ProviderSpec? Find(string name, Func<string, string?> environment)
    {
        var preset = All.FirstOrDefault(candidate => candidate.Name == name);
        if (preset.Name is null)
        {
            return null;
        }

        var url = name == "azure" ? AzureUrl(environment)
            : name == DefaultName && environment(DefaultUrlVariable) is { Length: > 0 } own ? own
            : preset.BaseUrl!;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new FormatException($"{(name == "azure" ? AzureUrlVariable : DefaultUrlVariable)} is '{url}', which is not an http or https address.");
        }

        return new ProviderSpec
        {
            Name = preset.Name,
            BaseUrl = address,
            ApiKeyVariable = preset.KeyVariable,
            ApiKey = preset.KeyVariable is { } variable && environment(variable) is { Length: > 0 } key ? new Secret(key) : null,
            ApiKeyHeader = name == "azure" ? "api-key" : "Authorization",
        };
    }

    private static string AzureUrl(Func<string, string?> environment) => environment(AzureUrlVariable) is { Length: > 0 } resource
        ? resource.Contains("/openai", StringComparison.Ordinal) ? resource : resource.TrimEnd('/') + "/openai/v1"
        : throw new FormatException($"azure: set {AzureUrlVariable} to the address of your resource, for instance https://NAME.openai.azure.com.");
}
