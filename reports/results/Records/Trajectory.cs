using System.Text.Json;
using System.Text.Json.Serialization;

namespace Eval.Results.Records;

/// <summary>What an agent did, step by step.</summary>
public sealed record Trajectory
{
    /// <summary>The exit status of an attempt that was cut off and can be gone on with.</summary>
    public const string Unfinished = "unfinished";

    /// <summary>The exit status when what was changed could not be taken as a patch, for instance because the container was lost.</summary>
    public const string NoPatch = "no_patch";

    /// <summary>
    /// The exit status when the endpoint refused a later call of the conversation. Not "refused": finish reasons of filters are called so.
    /// </summary>
    public const string RequestRejected = "request_rejected";

    private static readonly JsonSerializerOptions Format =
        new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>
    /// Gets how it ended: <c>submitted</c>, <c>step_limit</c>, <c>cost_limit</c>, <c>time_limit</c>, <c>format_errors</c>,
    /// <c>context_window</c>, <c>content_filter</c>, <c>request_rejected</c>, <c>container_lost</c>, <c>no_patch</c> or <c>unfinished</c>.
    /// </summary>
    public required string ExitStatus { get; init; }

    /// <summary>Gets the first message, which holds the issue.</summary>
    public string Task { get; init; } = "";

    /// <summary>Gets the steps in their order.</summary>
    public IReadOnlyList<TrajectoryStep> Steps { get; init; } = [];

    /// <summary>
    /// Gets after how many steps it was cut off and gone on with, each time: in a fresh copy, with the commands up to there run again.
    /// </summary>
    public IReadOnlyList<int> ResumedAfter { get; init; } = [];

    /// <summary>Gets the files that were too large for the patch and are in it as they are in the base, with their bytes.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>
    /// Gets what explains a patch that is not all that might have been: a call that ended it, files that were left out;
    /// <see langword="null"/> for nothing.
    /// </summary>
    [JsonIgnore]
    public string? Remark
    {
        get
        {
            string?[] parts =
            [
                Steps is [.., { CallFailure: { } why }] ? "the last call failed: " + why : null,
                LeftOut.Count > 0 ? "too large for the patch and left out: " + string.Join(", ", LeftOut) : null,
            ];
            return string.Join("; ", parts.OfType<string>()) is { Length: > 0 } remark ? remark : null;
        }
    }

    /// <summary>Reads one from its stored form.</summary>
    public static Trajectory? Parse(string? json) => json is null ? null : JsonSerializer.Deserialize<Trajectory>(json, Format);

    /// <summary>Returns the form it is stored in.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format);
}
