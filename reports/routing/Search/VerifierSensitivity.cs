using Eval.Routing.Evaluation;
using Eval.Routing.Policies;

namespace Eval.Routing.Search;

/// <summary>
/// Shows how a cascade's worth depends on its verifier: the expectation over the verifier's errors, without any simulation.
/// </summary>
internal static class VerifierSensitivity
{
    private static readonly double[] FalseAccepts = [0, 0.05, 0.1, 0.2, 0.3, 0.5];

    public static IReadOnlyList<SensitivityPoint> Compute(CascadePolicy cascade, RoutingTable table, Candidate baseline,
        RoutingOptions options,
        IReadOnlyList<VerifierQuality> verifiers)
    {
        var first = cascade.Stages[0];
        var measured = first.Policy is SinglePolicy single && first.Verify.Count == 1
            ? verifiers.FirstOrDefault(quality => quality.Model == single.Model && quality.Verifier == first.Verify[0])?.Errors
            : null;
        measured ??= first.Verify.Any(verifier => verifier is { Kind: VerifierKind.Webhook, Runs: null })
            ? options.Assumptions.AssumedErrors : null;
        var assumed = new CascadePolicy([.. cascade.Stages.Select(stage => stage.Verify.Count == 0
            ? stage : stage with { Verify = [new Verifier(VerifierKind.Webhook)] })]);
        var points = FalseAccepts.Select(accept => (Errors: new VerifierErrors(accept, measured?.FalseReject ?? 0), IsMeasured: false));
        if (measured is { } known)
        {
            points = points.Append((Errors: known, IsMeasured: true)).OrderBy(point => point.Errors.FalseAccept);
        }

        return [.. points.AsParallel().AsOrdered().Select(point =>
        {
            var scores = PolicyScores.Compute(assumed, table.Tasks, options.Assumptions with { AssumedErrors = point.Errors })!;
            var (difference, savings) = PolicyMeasure.Difference(scores, baseline.Scores);
            return new SensitivityPoint(
                point.Errors.FalseAccept, point.Errors.FalseReject, point.IsMeasured, savings, difference,
                    PolicyMeasure.Verdict(difference, options.Margin));
        })];
    }
}
