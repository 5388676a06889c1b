namespace Stepwell;

/// <summary>Thrown when a workflow is not defined properly.</summary>
public sealed class WorkflowDefinitionException(string message) : Exception(message);

/// <summary>Thrown when an action of a transition failed and the transition was therefore taken back.</summary>
public sealed class TransitionFailedException : Exception
{
    internal TransitionFailedException(
        string eventName, string state, Exception cause, IReadOnlyList<Exception> compensationErrors)
        : base($"The transition for '{eventName}' from '{state}' failed: {cause.Message}", cause)
    {
        EventName = eventName;
        State = state;
        CompensationErrors = compensationErrors;
    }

    public string EventName { get; }

    /// <summary>The state in which the instance has remained.</summary>
    public string State { get; }

    /// <summary>What went wrong while the transition was taken back.</summary>
    public IReadOnlyList<Exception> CompensationErrors { get; }
}
