using System.Text.Json;

namespace Eval.Harness.Configuration;

/// <summary>A model of the configuration file; what is left out comes from the catalogue and the command line.</summary>
internal sealed record ModelConfig
{
    /// <summary>The provider's name. Default: the one the model's name says, else the default provider.</summary>
    public string? Provider { get; init; }

    /// <summary>The identifier sent to the endpoint. Default: the model's name.</summary>
    public string? Model { get; init; }

    public double? Temperature { get; init; }

    public double? TopP { get; init; }

    public int? MaxTokens { get; init; }

    public PriceConfig? Price { get; init; }

    /// <summary>In tokens.</summary>
    public int? ContextWindow { get; init; }

    /// <summary>Extra fields of the request body, for instance <c>"reasoning_effort": "low"</c>.</summary>
    public IReadOnlyDictionary<string, JsonElement> ExtraBody { get; init; } = new Dictionary<string, JsonElement>();
}
