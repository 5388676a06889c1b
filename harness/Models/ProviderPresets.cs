using Eval.Harness.Configuration;

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

    /// <summary>Returns whether a preset of this name runs on one's own machines, wherever they are.</summary>
    public static bool IsLocal(string name) => name is "ollama" or "vllm" or "lmstudio";

    /// <summary>Returns a preset with what the environment says of it; null for an unknown name.</summary>
    /// <exception cref="FormatException">The environment lacks the address, or it or the key cannot be used.</exception>
    public static ProviderSpec? Find(string name, Func<string, string?> environment)
    {
        var preset = All.FirstOrDefault(candidate => candidate.Name == name);
        if (preset.Name is null)
        {
            return null;
        }

        return new ProviderSpec
        {
            Name = preset.Name,
            BaseUrl = name switch
            {
                "azure" => AzureUrl(environment),
                DefaultName => DefaultUrl(preset.BaseUrl!, environment),
                _ => new Uri(preset.BaseUrl!),
            },
            ApiKeyVariable = preset.KeyVariable,
            ApiKey = preset.KeyVariable is { } variable ? KeyVariable.Key(variable, environment) : null,
            ApiKeyHeader = name == "azure" ? "api-key" : "Authorization",
        };
    }

    private static Uri DefaultUrl(string usual, Func<string, string?> environment) =>
        environment(DefaultUrlVariable) is { } own && !string.IsNullOrWhiteSpace(own)
        ? EndpointAddress.Parse(DefaultUrlVariable, own)
        : new Uri(usual);

    private static Uri AzureUrl(Func<string, string?> environment)
    {
        if (environment(AzureUrlVariable) is not { } resource || string.IsNullOrWhiteSpace(resource))
        {
            throw new FormatException(
                $"azure: set {AzureUrlVariable} to the address of your resource, for instance https://NAME.openai.azure.com.");
        }

        var address = EndpointAddress.Parse(AzureUrlVariable, resource);
        return address.AbsolutePath.Contains("/openai", StringComparison.Ordinal)
            ? address
            : EndpointAddress.Below(address, "openai/v1", new Dictionary<string, string>());
    }
}
