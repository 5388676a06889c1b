using System.Text.Json;
using System.Text.Json.Serialization;

namespace Eval.Results.Records;

/// <summary>A routing policy as a run followed it.</summary>
public sealed record RunPolicy
{
    /// <summary>Gets the policy, as a policy file without what it was measured on.</summary>
    public required JsonElement Definition { get; init; }

    /// <summary>Gets the policy file with what it was expected to do; <see langword="null"/> when nobody measured it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Expected { get; init; }

    /// <summary>Gets the models that it may ask.</summary>
    public IReadOnlyList<RunModel> Models { get; init; } = [];

    /// <summary>Returns a policy file's text as a run keeps it.</summary>
    public static JsonElement Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    /// <summary>Returns whether both are the same document, however it is spaced.</summary>
    public static bool AreSame(JsonElement first, JsonElement second) => JsonElement.DeepEquals(first, second);
}
