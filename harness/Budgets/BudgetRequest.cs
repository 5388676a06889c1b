namespace Eval.Harness.Budgets;

/// <summary>An attempt that waits to begin, or one under way that waits for its next call.</summary>
/// <param name="Allowance">What it has so far.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Bounds">What is known of the call.</param>
/// <param name="IsNew">Whether the attempt has not begun.</param>
internal sealed record BudgetRequest(Allowance Allowance, string Model, CallBounds Bounds, bool IsNew)
{
    public TaskCompletionSource Decided { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
