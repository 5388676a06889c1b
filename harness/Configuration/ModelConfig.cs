using System.ComponentModel;
using System.Text.Json;

namespace Eval.Harness.Configuration;

/// <summary>A model of the configuration file; what is left out comes from the catalogue and the command line.</summary>
internal sealed record ModelConfig
{
    [Description("The provider's name. Default: the one the model's name says, else the default provider.")]
    public string? Provider { get; init; }

    [Description("The identifier sent to the endpoint. Default: the model's name.")]
    public string? Model { get; init; }

    public double? Temperature { get; init; }

    public double? TopP { get; init; }

    public int? MaxTokens { get; init; }

    public PriceConfig? Price { get; init; }

    [Description("In tokens.")]
    public int? ContextWindow { get; init; }

    [Description("Extra fields of the request body, for instance \"reasoning_effort\": \"low\".")]
    public IReadOnlyDictionary<string, JsonElement> ExtraBody { get; init; } = new Dictionary<string, JsonElement>();
}
