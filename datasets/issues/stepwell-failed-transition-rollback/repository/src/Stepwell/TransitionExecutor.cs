namespace Stepwell;

/// <summary>Carries out transitions, and takes them back when they fail.</summary>
internal sealed class TransitionExecutor(
    WorkflowDefinition definition, WorkflowContext context, CompensationLog compensations, TransitionHistory history)
{
    /// <summary>Carries out a transition and gives the state in which the instance is then.</summary>
    /// <exception cref="TransitionFailedException">An action failed; the compensations have run.</exception>
    public async Task<string> ExecuteAsync(
        WorkflowEvent workflowEvent, StateDefinition source, TransitionDefinition transition, string target)
    {
        HistoryEntry entry = history.Begin(workflowEvent, source.Name, target);
        compensations.Clear();
        try
        {
            bool stays = target == source.Name;
            if (!stays)
            {
                await RunAsync(source.ExitActions).ConfigureAwait(false);
            }

            await RunAsync(transition.Actions).ConfigureAwait(false);
            if (!stays)
            {
                await RunAsync(definition.GetState(target).EntryActions).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            IReadOnlyList<Exception> errors = await compensations.RunAsync(context).ConfigureAwait(false);
            entry.Outcome = TransitionOutcome.RolledBack;
            throw new TransitionFailedException(workflowEvent.Name, source.Name, e, errors);
        }

        entry.Outcome = TransitionOutcome.Completed;
        compensations.Clear();
        return target;
    }

    private async Task RunAsync(IReadOnlyList<Func<WorkflowContext, Task>> actions)
    {
        foreach (Func<WorkflowContext, Task> action in actions)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            await action(context).ConfigureAwait(false);
        }
    }
}
