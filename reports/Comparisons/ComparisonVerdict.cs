namespace Eval.Reports.Comparisons;

/// <summary>What a comparison shows.</summary>
public enum ComparisonVerdict
{
    /// <summary>The first is better beyond chance.</summary>
    FirstBetter,

    /// <summary>The second is better beyond chance.</summary>
    SecondBetter,

    /// <summary>They cannot be told apart; that does not mean they are equal.</summary>
    NotDistinguishable,

    /// <summary>There are too few common tasks to show anything.</summary>
    TooFewTasks,
}
