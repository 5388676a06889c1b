namespace Eval.Results.Records;

/// <summary>Where a verdict was decided, seen from the answer that it is about; what forges hardest comes first.</summary>
public enum VerdictOriginKind
{
    /// <summary>Values were compared, or tests were run, in a process that the answer is not in.</summary>
    Outside,

    /// <summary>The same, but some equality was decided by a class that the task asks for and the answer wrote.</summary>
    OutsideEqualityByAnswer,

    /// <summary>Tests shared a process with the answer; whether they tell the truth was checked by tests that must fail.</summary>
    Canary,

    /// <summary>Tests shared a process with the answer, and nothing checked what they told.</summary>
    Inside,
}
