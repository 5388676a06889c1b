using System.Text.Json.Serialization;

namespace Eval.Results.Records;

/// <summary>A model as a run used it. Holds no secret.</summary>
public sealed record RunModel
{
    /// <summary>Gets the name the user chose it by.</summary>
    public required string Name { get; init; }

    /// <summary>The provider of answers that were read from a file; no call was paid for them.</summary>
    public const string File = "file";

    /// <summary>The provider of routing policies that are run like a model.</summary>
    public const string Policy = "policy";

    /// <summary>Gets the provider's name.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the model identifier sent to the endpoint.</summary>
    public required string RequestedModel { get; init; }

    /// <summary>Gets the endpoint without credentials.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Gets the parameters sent (temperature, max_tokens, seed, …): those that were chosen, less what the endpoint refused.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the parameters that were chosen; <see langword="null"/> where they were sent as they are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? ChosenParameters { get; init; }

    /// <summary>Gets what became of the parameters that the endpoint refused, by their names; <see langword="null"/> where it refused none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Adjusted { get; init; }

    /// <summary>Gets the environment variable that holds the key; <see langword="null"/> when none is needed or known.</summary>
    public string? ApiKeyVariable { get; init; }

    /// <summary>Gets the price; <see langword="null"/> when unknown.</summary>
    public Price? Price { get; init; }

    /// <summary>Gets the context window in tokens.</summary>
    public int? ContextWindow { get; init; }

    /// <summary>Gets a value indicating whether it is a simulated model.</summary>
    public bool IsSimulated { get; init; }
}
