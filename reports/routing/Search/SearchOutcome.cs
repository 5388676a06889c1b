namespace Eval.Routing.Search;

/// <summary>What one search came to.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Fit">Its choices without each fold, scored on that fold.</param>
/// <param name="Refit">Its choice on all tasks.</param>
/// <param name="Variation">How much that depends on the tasks.</param>
/// <param name="Redrawn">Its choices without each fold on each draw of tasks; <see langword="null"/> where nobody repeated it.</param>
internal sealed record SearchOutcome(string Name, CrossFit Fit, Candidate Refit, ChoiceVariation Variation, Candidate[][]? Redrawn);
