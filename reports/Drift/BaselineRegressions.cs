using Eval.Reports.Comparisons;
using Eval.Results;
using Eval.Results.Records;
using Eval.Results.Statistics;

namespace Eval.Reports.Drift;

/// <summary>Models that pass less often than in one run before, each compared task by task (McNemar), corrected for their number.</summary>
internal static class BaselineRegressions
{
    /// <summary>Returns the losses statistically significant.</summary>
    /// <param name="tonight">The run.</param>
    /// <param name="pairs">Each model with the run that it is compared with.</param>
    /// <param name="confirmation">The run that asked once more; null when none did.</param>
    public static IReadOnlyList<DriftFinding> Find(RunResults tonight, IReadOnlyList<(string Model, RunResults Before)> pairs,
        RunResults? confirmation)
    {
        var comparisons = pairs.Where(pair => IsAnswered(tonight, pair.Model))
            .Select(pair => (pair.Model, pair.Before, Found: Compare(tonight, pair.Before, pair.Model)))
            .Where(pair => pair.Found.PValue is not null).ToList();
        var adjusted = HolmAdjustment.Adjust([.. comparisons.Select(pair => pair.Found.PValue!.Value)]);
        return comparisons.Zip(adjusted, (pair, p) => (pair.Model, pair.Before, Found: pair.Found with { AdjustedP = p }))
            .Where(pair => pair.Found.Verdict == ComparisonVerdict.SecondBetter)
            .Select(pair => new DriftFinding(
                pair.Model,
                DriftKind.Regression,
                $"passes less often than in {pair.Before.Run.Id}: {ComparisonText.Difference(pair.Found)} on {pair.Found.Tasks} tasks, "
                    + ComparisonText.P(pair.Found, comparisons.Count)
                    + DriftSentences.Lost(pair.Found.Flips.Where(flip => flip.First < flip.Second)
                        .Select(flip => $"{flip.Dataset}/{flip.TaskId}")))
            {
                Confirmation = confirmation is null ? null : Confirm(confirmation, pair.Before, pair.Model),
            })
            .ToList();
    }

    private static DriftConfirmation? Confirm(RunResults confirmation, RunResults before, string model)
    {
        if (confirmation.Run.Models.All(other => other.Name != model))
        {
            return null;
        }

        var found = Compare(confirmation, before, model);
        return DriftSentences.Confirmation(
            confirmation.Run.Id,
            IsAnswered(confirmation, model) && found.PValue is not null
                ? found is { Difference.Value: < 0, PValue: < ModelComparison.Significance } : null,
            $"{ComparisonText.Difference(found)} then, p {ComparisonText.Probability(found.PValue)}");
    }

    private static ModelComparison Compare(RunResults now, RunResults before, string model) =>
        ModelComparer.Compare(Side(now, model), Side(before, model), OutcomeBasis.Conditional);

    private static ComparedSide Side(RunResults results, string model) =>
        new(model, [.. results.Attempts.Where(attempt => attempt.Key.Model == model)]);

    private static bool IsAnswered(RunResults results, string model) =>
        Night.From(results.Run, results.Run.Models.First(other => other.Name == model), results.Attempts).IsAnswered;
}
