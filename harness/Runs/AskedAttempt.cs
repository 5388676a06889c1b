using Eval.Harness.Models;
using Eval.Results.Records;

namespace Eval.Harness.Runs;

/// <summary>An attempt whose model has been asked.</summary>
/// <param name="Attempt">What is known so far.</param>
/// <param name="NeedsScoring">Whether there is a reply to score.</param>
/// <param name="Failure">Why the endpoint gave no reply; null where it gave one.</param>
internal sealed record AskedAttempt(Attempt Attempt, bool NeedsScoring, ModelCallException? Failure = null);
