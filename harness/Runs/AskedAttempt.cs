using Eval.Harness.Models;
using Eval.Reports.Records;

namespace Eval.Harness.Runs;

/// <summary>An attempt whose model has been asked.</summary>
/// <param name="Attempt">What is known so far.</param>
/// <param name="NeedsJudging">Whether there is a reply to judge.</param>
/// <param name="BeforeUsd">What of its cost an earlier part of the run had paid; null when that is unknown.</param>
/// <param name="Failure">Why the endpoint gave no reply; null where it gave one.</param>
internal sealed record AskedAttempt(Attempt Attempt, bool NeedsJudging, decimal? BeforeUsd = 0, ModelCallException? Failure = null);
