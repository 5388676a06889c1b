namespace Eval.Results.Records;

/// <summary>How a call that a policy made ended.</summary>
public enum PolicyCallOutcome
{
    /// <summary>With an answer.</summary>
    Answered,

    /// <summary>With a failure.</summary>
    Failed,

    /// <summary>It was dropped because another one was finished first.</summary>
    Cancelled,
}
