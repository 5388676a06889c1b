using System.Text.Json.Serialization;

namespace Eval.Results.Records;

/// <summary>One turn of an agent: what the model said, the command in it, and what that printed.</summary>
public sealed record TrajectoryStep
{
    private const string FailedCall = "The call failed: ";

    /// <summary>Gets what the model said.</summary>
    public required string Reply { get; init; }

    /// <summary>Gets the command; <see langword="null"/> when the reply held none, or more than one.</summary>
    public string? Command { get; init; }

    /// <summary>Gets what the model was told in return.</summary>
    public string Observation { get; init; } = "";

    /// <summary>Gets the command's exit code; <see langword="null"/> when it was ended from outside or not run.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Gets how long the command ran, in milliseconds.</summary>
    public double? CommandMs { get; init; }

    /// <summary>Gets the time to first token, in milliseconds.</summary>
    public double? TtftMs { get; init; }

    /// <summary>Gets the time of the call, in milliseconds.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>Gets the input tokens of the call.</summary>
    public int? InputTokens { get; init; }

    /// <summary>Gets the output tokens of the call.</summary>
    public int? OutputTokens { get; init; }

    /// <summary>Gets the cost of the call in USD; <see langword="null"/> when price or tokens are unknown.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Gets why a call failed that ended the attempt; <see langword="null"/> for a turn.</summary>
    [JsonIgnore]
    public string? CallFailure => Reply.Length == 0 && Command is null && Observation.StartsWith(FailedCall, StringComparison.Ordinal)
        ? Observation[FailedCall.Length..] : null;

    /// <summary>Returns the step of a call that failed and ended the attempt.</summary>
    /// <param name="why">What was told of it.</param>
    public static TrajectoryStep FromFailure(string why) => new() { Reply = "", Observation = FailedCall + why };
}
