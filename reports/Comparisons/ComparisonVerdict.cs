namespace Eval.Reports.Comparisons;

/// <summary>What a comparison shows.</summary>
public enum ComparisonVerdict
{
    /// <summary>The first is better statistically significant.</summary>
    FirstBetter,

    /// <summary>The second is better statistically significant.</summary>
    SecondBetter,

    /// <summary>They no significant difference; that does not mean they are equal.</summary>
    NotDistinguishable,

    /// <summary>There are too few common tasks to show anything.</summary>
    TooFewTasks,
}
