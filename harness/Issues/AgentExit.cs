using Eval.Harness.Models;
using Eval.Results.Records;

namespace Eval.Harness.Issues;

/// <summary>
/// How an agent's attempt ends. The names are stored with the attempt, beside those of <see cref="Trajectory"/>.
/// </summary>
internal static class AgentExit
{
    public const string Submitted = "submitted";
    public const string StepLimit = "step_limit";
    public const string CostLimit = "cost_limit";
    public const string TimeLimit = "time_limit";
    public const string FormatErrors = "format_errors";
    public const string ContextWindow = "context_window";
    public const string ContentFilter = "content_filter";
    public const string ContainerLost = "container_lost";

    /// <summary>
    /// Returns how a call that failed ends the attempt whose earlier calls were taken; null where the failure is the endpoint's. What is
    /// refused now is what the agent has said and done since, and asking again changes nothing.
    /// </summary>
    public static string? FromFailure(ModelCallException failure) => failure.Failure switch
    {
        ModelCallFailure.ContextWindow => ContextWindow,
        ModelCallFailure.ContentFilter => ContentFilter,
        ModelCallFailure.Prompt => Trajectory.RequestRejected,
        _ => null,
    };
}
