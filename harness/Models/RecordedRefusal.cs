namespace Eval.Harness.Models;

/// <summary>A refusal of a prompt in a record.</summary>
/// <param name="Failure">What it is about.</param>
/// <param name="Message">The sentence that is told.</param>
/// <param name="Reason">What is equal for refusals that differ in the prompt alone; null where that is not known.</param>
internal sealed record RecordedRefusal(ModelCallFailure Failure, string Message, string? Reason)
{
    /// <summary>Returns a failure as what is recorded of it; null where asking again may bring something else.</summary>
    public static RecordedRefusal? From(ModelCallException failure) =>
        failure.Failure is ModelCallFailure.ContextWindow or ModelCallFailure.ContentFilter or ModelCallFailure.Prompt
            ? new RecordedRefusal(failure.Failure, failure.Message, failure.Reason)
            : null;
}
