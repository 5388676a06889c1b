using Eval.Results.Statistics;
using Eval.Routing.Policies;

namespace Eval.Routing.Search;

/// <summary>What a cascade would be worth with a verifier that accepts that many wrong answers, in expectation over its errors.</summary>
/// <param name="FalseAccept">The share of wrong answers that it accepts.</param>
/// <param name="FalseReject">The share of right answers that it rejects.</param>
/// <param name="IsMeasured">Whether these are the errors that were measured.</param>
/// <param name="Savings">The share of the baseline's cost that is saved.</param>
/// <param name="QualityDifference">Its quality minus the baseline's.</param>
/// <param name="Verdict">What that shows.</param>
public sealed record SensitivityPoint(double FalseAccept, double FalseReject, bool IsMeasured, Estimate? Savings,
    Estimate QualityDifference, PolicyVerdict Verdict);
