namespace Stepwell;

/// <summary>Finds the transition to be taken for an event.</summary>
internal static class TransitionSelector
{
    /// <summary>The first transition of the state for the event whose guards all hold, with the state it leads to.</summary>
    public static (TransitionDefinition Transition, string Target)? Select(
        StateDefinition state, WorkflowEvent workflowEvent, WorkflowContext context)
    {
        foreach (TransitionDefinition transition in state.Transitions)
        {
            if (!string.Equals(transition.EventName, workflowEvent.Name, StringComparison.Ordinal))
            {
                continue;
            }

            string? target = transition.IsToPrevious ? context.History.PreviousState : transition.Target ?? state.Name;
            if (target is not null && transition.Guards.All(guard => guard(context)))
            {
                return (transition, target);
            }
        }

        return null;
    }
}
