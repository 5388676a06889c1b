namespace Stepwell;

/// <summary>What must be done to take back the effects of the transition under way.</summary>
internal sealed class CompensationLog
{
    private readonly Stack<(string Name, Func<WorkflowContext, Task> Action)> _steps = new();

    public void Add(string name, Func<WorkflowContext, Task> action) => _steps.Push((name, action));

    public void Clear() => _steps.Clear();

    /// <summary>Runs the steps, the last one first. A step that fails does not keep the others from running.</summary>
    /// <returns>The failures.</returns>
    public async Task<IReadOnlyList<Exception>> RunAsync(WorkflowContext context)
    {
        var errors = new List<Exception>();
        while (_steps.TryPop(out (string Name, Func<WorkflowContext, Task> Action) step))
        {
            try
            {
                await step.Action(context).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                errors.Add(new InvalidOperationException($"The compensation '{step.Name}' failed: {e.Message}", e));
            }
        }

        return errors;
    }
}
