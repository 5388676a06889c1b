namespace Stepwell;

/// <summary>A way from one state to another.</summary>
public sealed class TransitionDefinition
{
    internal TransitionDefinition(
        string eventName,
        string? target,
        bool toPrevious,
        IReadOnlyList<Func<WorkflowContext, bool>> guards,
        IReadOnlyList<Func<WorkflowContext, Task>> actions)
    {
        EventName = eventName;
        Target = target;
        IsToPrevious = toPrevious;
        Guards = guards;
        Actions = actions;
    }

    public string EventName { get; }

    /// <summary>The state it leads to; null when it stays, or when the state shows only from the history.</summary>
    public string? Target { get; }

    /// <summary>Whether it leads back to the state before the current one.</summary>
    public bool IsToPrevious { get; }

    internal IReadOnlyList<Func<WorkflowContext, bool>> Guards { get; }

    internal IReadOnlyList<Func<WorkflowContext, Task>> Actions { get; }
}
