using System.Text.Json;
using System.Text.Json.Serialization;

namespace Eval.Results.Records;

/// <summary>The way a request took through a routing policy: every call that was made for it, in the order in which they began.</summary>
public sealed record PolicyPath
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Gets the calls.</summary>
    public IReadOnlyList<PolicyCall> Calls { get; init; } = [];

    /// <summary>Gets the cost of all calls in USD; <see langword="null"/> when that of one is unknown.</summary>
    [JsonIgnore]
    public decimal? CostUsd => Calls.Any(call => call.CostUsd is null) ? null : Calls.Sum(call => call.CostUsd);

    /// <summary>Gets the model whose answer was served; <see langword="null"/> when nobody answered.</summary>
    [JsonIgnore]
    public string? Served => Calls.LastOrDefault(call => call.IsServed)?.Model;

    /// <summary>Reads one from its stored form.</summary>
    public static PolicyPath? Parse(string? json) => json is null ? null : JsonSerializer.Deserialize<PolicyPath>(json, Format);

    /// <summary>Returns the form it is stored in.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format);
}
