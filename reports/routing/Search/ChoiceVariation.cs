using Eval.Results.Statistics;
using Eval.Routing.Evaluation;
using Eval.Routing.Policies;

namespace Eval.Routing.Search;

/// <summary>
/// How much a search's outcome depends on which tasks it happened to see. What is deployed is one choice, while held-out scores are those
/// of as many choices as there are folds; the variation of choices on drawn tasks widens the intervals accordingly.
/// </summary>
internal sealed class ChoiceVariation
{
    /// <summary>Other draws than those of the reports' intervals.</summary>
    private const ulong Seed = 20_250_909;

    private const double Z = NormalQuantile.TwoSided95;

    private static readonly Func<PolicyMetrics, Estimate?>[] Numbers =
        [m => m.Quality, m => m.CostPerTaskUsd, m => m.LatencyMeanMs, m => m.LatencyP50Ms, m => m.LatencyP90Ms, m => m.TtftP50Ms,
            m => m.TtftP90Ms, m => m.Availability];

    private readonly double[] _variations;

    private ChoiceVariation(double[] variations) => _variations = variations;

    /// <summary>Repeats a choice on drawn tasks.</summary>
    public static ChoiceVariation Compute(IReadOnlyList<Candidate> candidates, Selection selection, Candidate fallback, int tasks,
        int replicates)
    {
        var chosen = new Dictionary<string, (Candidate Candidate, int Times)>(StringComparer.Ordinal);
        foreach (var drawn in selection.Best(candidates, new TaskDraws(tasks, replicates, Seed), isHeldOut: null))
        {
            var best = drawn ?? fallback;
            chosen[best.Name] = (best, chosen.GetValueOrDefault(best.Name).Times + 1);
        }

        if (chosen.Count < 2)
        {
            return new ChoiceVariation(new double[Numbers.Length]);
        }

        // All choices on all tasks: what differs between them is the choice alone.
        var values = chosen.Values.Select(choice => (choice.Times, Values: PolicyMeasure.Values(choice.Candidate.Scores))).ToList();
        return new ChoiceVariation(
            [.. Numbers.Select(number => Variation([.. values.Select(value => (value.Times, number(value.Values)?.Value))]))]);
    }

    /// <summary>Returns the numbers of a search with intervals that hold for the one policy it chose.</summary>
    public PolicyMetrics Widen(PolicyMetrics metrics) => metrics with
    {
        Quality = Rate(Wider(metrics.Quality, 0)),
        CostPerTaskUsd = Positive(Wider(metrics.CostPerTaskUsd, 1)),
        LatencyMeanMs = Positive(Wider(metrics.LatencyMeanMs, 2)),
        LatencyP50Ms = Positive(Wider(metrics.LatencyP50Ms, 3)),
        LatencyP90Ms = Positive(Wider(metrics.LatencyP90Ms, 4)),
        TtftP50Ms = Positive(Wider(metrics.TtftP50Ms, 5)),
        TtftP90Ms = Positive(Wider(metrics.TtftP90Ms, 6)),
        Availability = Rate(Wider(metrics.Availability, 7)),
    };

    /// <summary>Returns a difference in quality from something that does not depend on the choice.</summary>
    public Estimate? WidenDifference(Estimate? difference) => Wider(difference, 0);

    /// <summary>Returns a share saved of a cost that does not depend on the choice.</summary>
    public Estimate? WidenSavings(Estimate? savings, double costPerTaskUsd) =>
        costPerTaskUsd > 0 ? Wider(savings, 1, 1 / costPerTaskUsd) : savings;

    private static double Variation(List<(int Times, double? Value)> values)
    {
        var known = values.Where(value => value.Value is not null).ToList();
        double n = known.Sum(value => value.Times);
        if (n == 0)
        {
            return 0;
        }

        var mean = known.Sum(value => value.Times * value.Value!.Value) / n;
        return Math.Sqrt(known.Sum(value => value.Times * (value.Value!.Value - mean) * (value.Value.Value - mean)) / n);
    }

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(estimate))]
    private Estimate? Wider(Estimate? estimate, int number, double scale = 1) => estimate is null ? null : estimate with
    {
        Low = estimate.Value - Math.Sqrt(Math.Pow(estimate.Value - estimate.Low, 2) + Math.Pow(Z * scale * _variations[number], 2)),
        High = estimate.Value + Math.Sqrt(Math.Pow(estimate.High - estimate.Value, 2) + Math.Pow(Z * scale * _variations[number], 2)),
    };

    private static Estimate Rate(Estimate estimate) => estimate with { Low = Math.Max(0, estimate.Low), High = Math.Min(1, estimate.High) };

    private static Estimate? Positive(Estimate? estimate) =>
        estimate is null || double.IsInfinity(estimate.Low) ? estimate : estimate with { Low = Math.Max(0, estimate.Low) };
}
