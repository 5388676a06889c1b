using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Eval.Results.Records;

/// <summary>
/// What a model is asked with besides the prompt: two models that differ in it are two, whatever the endpoint calls them. Holds no secret.
/// </summary>
public sealed record ModelParameters
{
    /// <summary>The extra field of the body that says how much a model reasons.</summary>
    public const string EffortField = "reasoning_effort";

    /// <summary>
    /// What a request sets itself: as an extra field it would take the place of the prompt, the model or the form of the answer.
    /// </summary>
    private static readonly string[] OwnFields = ["model", "messages", "stream", "stream_options", "n"];

    private static readonly IReadOnlyDictionary<string, JsonElement> NoFields = new Dictionary<string, JsonElement>();
    private static readonly IReadOnlyDictionary<string, string> NoTexts = new Dictionary<string, string>();

    /// <summary>Gets those of a model that is asked with nothing but the prompt.</summary>
    public static ModelParameters None { get; } = new();

    /// <summary>Gets the temperature; <see langword="null"/>: not sent, the endpoint's default holds.</summary>
    public double? Temperature { get; init; }

    /// <summary>Gets the share of probability that tokens are drawn from; <see langword="null"/>: not sent.</summary>
    public double? TopP { get; init; }

    /// <summary>Gets how many tokens an answer may have; <see langword="null"/>: not sent.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Gets the same where the endpoint wants it as <c>max_completion_tokens</c>; <see langword="null"/>: not sent.</summary>
    public int? MaxCompletionTokens { get; init; }

    /// <summary>Gets the seed of sample 0; sample n is asked with seed + n. <see langword="null"/>: not sent.</summary>
    public long? Seed { get; init; }

    /// <summary>Gets whether answers come as streams; <see langword="null"/> unless the endpoint refused to stream.</summary>
    public bool? Stream { get; init; }

    /// <summary>Gets further fields of the body, for instance the effort.</summary>
    public IReadOnlyDictionary<string, JsonElement> ExtraBody { get; init => field = value ?? NoFields; } = NoFields;

    /// <summary>Gets the query of the endpoint's address.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init => field = value ?? NoTexts; } = NoTexts;

    /// <summary>Gets further headers, without those whose values are secrets.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init => field = value ?? NoTexts; } = NoTexts;

    /// <summary>Gets how many tokens an answer may have, however the endpoint calls it; <see langword="null"/>: not sent.</summary>
    [JsonIgnore]
    public int? OutputLimit => MaxTokens ?? MaxCompletionTokens;

    /// <summary>Returns whether a request sets a field of the body itself, so that it is none of the extra ones.</summary>
    public static bool IsOwnField(string name) => OwnFields.Contains(name, StringComparer.Ordinal);

    /// <summary>Returns the seed with which a sample is asked; <see langword="null"/>: not sent.</summary>
    public long? SeedOf(int sample) => Seed is { } seed ? unchecked(seed + sample) : null;

    /// <summary>
    /// Returns what stands in a request's body, by the names that endpoints read; the form of the answer is the caller's.
    /// </summary>
    /// <param name="sample">The number of the completion.</param>
    public IReadOnlyDictionary<string, JsonElement> BodyFields(int sample = 0)
    {
        var fields = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        void Add<T>(string name, T? value)
            where T : struct
        {
            if (value is { } sent)
            {
                fields[name] = JsonSerializer.SerializeToElement(sent);
            }
        }

        Add("temperature", Temperature);
        Add("top_p", TopP);
        Add("max_tokens", MaxTokens);
        Add("max_completion_tokens", MaxCompletionTokens);
        Add("seed", SeedOf(sample));
        foreach (var (name, value) in ExtraBody)
        {
            fields[name] = value;
        }

        return fields;
    }

    /// <summary>Returns all by name as texts, to be compared and shown.</summary>
    public IReadOnlyDictionary<string, string> ToTexts()
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        void Add(string name, object? value)
        {
            if (value is not null)
            {
                texts[name] = Convert.ToString(value, CultureInfo.InvariantCulture)!;
            }
        }

        Add("temperature", Temperature);
        Add("top_p", TopP);
        Add("max_tokens", MaxTokens);
        Add("max_completion_tokens", MaxCompletionTokens);
        Add("seed", Seed);
        Add("stream", Stream is { } isStream ? isStream ? "true" : "false" : null);
        foreach (var (name, value) in ExtraBody)
        {
            Add(name, JsonSerializer.Serialize(value));
        }

        foreach (var (name, value) in Query)
        {
            Add("query " + name, value);
        }

        foreach (var (name, value) in Headers)
        {
            Add("header " + name, value);
        }

        return texts;
    }

    /// <summary>Returns them as one text, for people; empty where there are none.</summary>
    public override string ToString() => string.Join(", ", ToTexts().Select(text => $"{text.Key} {text.Value}"));

    /// <inheritdoc/>
    public bool Equals(ModelParameters? other) => other is not null && ToTexts().SequenceEqual(other.ToTexts());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Temperature, TopP, MaxTokens, MaxCompletionTokens, Seed, ExtraBody.Count);
}
