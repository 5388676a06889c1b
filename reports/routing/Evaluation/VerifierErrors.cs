namespace Eval.Routing.Evaluation;

/// <summary>How often a verifier is wrong.</summary>
/// <param name="FalseAccept">The share of wrong answers that it accepts.</param>
/// <param name="FalseReject">The share of right answers that it rejects.</param>
public readonly record struct VerifierErrors(double FalseAccept, double FalseReject);
