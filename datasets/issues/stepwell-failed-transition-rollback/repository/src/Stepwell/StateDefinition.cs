namespace Stepwell;

/// <summary>A state with its actions and the transitions that lead out of it.</summary>
public sealed class StateDefinition
{
    internal StateDefinition(
        string name,
        IReadOnlyList<Func<WorkflowContext, Task>> entryActions,
        IReadOnlyList<Func<WorkflowContext, Task>> exitActions,
        IReadOnlyList<TransitionDefinition> transitions)
    {
        Name = name;
        EntryActions = entryActions;
        ExitActions = exitActions;
        Transitions = transitions;
    }

    public string Name { get; }

    public IReadOnlyList<TransitionDefinition> Transitions { get; }

    /// <summary>Whether no transition leads out of the state.</summary>
    public bool IsFinal => Transitions.Count == 0;

    internal IReadOnlyList<Func<WorkflowContext, Task>> EntryActions { get; }

    internal IReadOnlyList<Func<WorkflowContext, Task>> ExitActions { get; }
}
