using System.Text.Json;
using System.Text.Json.Serialization;

namespace Eval.Reports.Records;

/// <summary>What an agent did, step by step.</summary>
public sealed record Trajectory
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Gets how it ended: <c>submitted</c>, <c>step_limit</c>, <c>cost_limit</c>, <c>time_limit</c>, <c>format_errors</c> or <c>call_failed</c>.</summary>
    public required string ExitStatus { get; init; }

    /// <summary>Gets the first message, which holds the issue.</summary>
    public string Task { get; init; } = "";

    /// <summary>Gets the steps in their order.</summary>
    public IReadOnlyList<TrajectoryStep> Steps { get; init; } = [];

    /// <summary>Reads one from its stored form.</summary>
    public static Trajectory? Parse(string? json) => json is null ? null : JsonSerializer.Deserialize<Trajectory>(json, Format);

    /// <summary>Returns the form it is stored in.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format);
}
