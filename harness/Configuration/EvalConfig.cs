using System.Text.Json;

namespace Eval.Harness.Configuration;

/// <summary>The configuration file, <c>eval.json</c>. Holds no secret: keys are named by their environment variables.</summary>
internal sealed record EvalConfig
{
    /// <summary>The address of a JSON schema, for editors; not used here.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>Endpoints by the name that stands in front of the slash of <c>provider/model</c>.</summary>
    public IReadOnlyDictionary<string, ProviderConfig> Providers { get; init; } = new Dictionary<string, ProviderConfig>();

    /// <summary>Models by the name that <c>--models</c> uses.</summary>
    public IReadOnlyDictionary<string, ModelConfig> Models { get; init; } = new Dictionary<string, ModelConfig>();

    /// <summary>Conditions that runs must meet.</summary>
    public IReadOnlyList<GateConfig> Gates { get; init; } = [];

    /// <summary>A C# expression over a task (<c>Difficulty == "complex"</c>). Default: all tasks.</summary>
    public string? Filter { get; init; }

    /// <summary>C# expressions over an attempt, by the name of the metric (<c>"lines": "Code.Split('\n').Length"</c>).</summary>
    public IReadOnlyDictionary<string, string> Metrics { get; init; } = new Dictionary<string, string>();
}
