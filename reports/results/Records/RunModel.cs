using System.Text.Json;
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

    /// <summary>Gets the parameters sent: those that were chosen, less what the endpoint refused.</summary>
    public ModelParameters Parameters { get; init; } = ModelParameters.None;

    /// <summary>Gets the parameters that were chosen; <see langword="null"/> where they were sent as they are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ModelParameters? ChosenParameters { get; init; }

    /// <summary>
    /// Gets what became of the parameters that the endpoint refused, by their names; <see langword="null"/> where it refused none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Adjusted { get; init; }

    /// <summary>Gets the policy that stands in the model's place; <see langword="null"/> for a model.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunPolicy? PolicyFollowed { get; init; }

    /// <summary>Gets the environment variable that holds the key; <see langword="null"/> when none is needed or known.</summary>
    public string? ApiKeyVariable { get; init; }

    /// <summary>Gets the price; <see langword="null"/> when unknown.</summary>
    public Price? Price { get; init; }

    /// <summary>Gets the context window in tokens.</summary>
    public int? ContextWindow { get; init; }

    /// <summary>Gets a value indicating whether it is a simulated model.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>
    /// Returns, by name, everything that was chosen or sent with each request and decides what is answered: of a policy the policy itself
    /// and the parameters of each of its models.
    /// </summary>
    /// <param name="isChosen">Whether what was chosen is meant, not what was sent.</param>
    public IReadOnlyDictionary<string, string> Settings(bool isChosen = false)
    {
        var settings = new SortedDictionary<string, string>((isChosen ? ChosenParameters ?? Parameters : Parameters).ToTexts()
            .ToDictionary(), StringComparer.Ordinal);
        if (PolicyFollowed is { } policy)
        {
            settings[Policy] = JsonSerializer.Serialize(policy.Definition);
            foreach (var asked in policy.Models)
            {
                settings[$"{asked.Name}"] = $"{asked.RequestedModel} of {asked.Provider}";
                foreach (var (name, value) in asked.Settings(isChosen))
                {
                    settings[$"{asked.Name}: {name}"] = value;
                }
            }
        }

        return settings;
    }
}
