using Eval.Harness.Models;
using Eval.Results.Records;

namespace Eval.Harness.Runs;

/// <summary>An attempt whose reply is stored and still to be scored.</summary>
/// <param name="Planned">What was planned.</param>
/// <param name="Attempt">The attempt with its reply.</param>
internal sealed record AnsweredAttempt(PlannedAttempt Planned, Attempt Attempt);
