using Eval.Results.Records;
using Eval.Results.Statistics;

namespace Eval.Results.Metrics;

/// <summary>Makes one number of the answers that have a value.</summary>
public static class Aggregation
{
    /// <summary>Returns the share of the values for which something holds, without an interval.</summary>
    public static Estimate? Share(IReadOnlyList<Attempt> answers, Func<Attempt, double?> value, Predicate<double> holds) =>
        Compute(answers, value, values => (double)values.Count(known => holds(known)) / values.Count);

    /// <summary>Returns the mean of the values, without an interval.</summary>
    public static Estimate? Mean(IReadOnlyList<Attempt> answers, Func<Attempt, double?> value) =>
        Compute(answers, value, values => values.Average());

    /// <summary>Returns the sum of one value ÷ the sum of another over the answers that have both, without an interval.</summary>
    public static Estimate? Ratio(IReadOnlyList<Attempt> answers, Func<Attempt, double?> part, Func<Attempt, double?> whole)
    {
        var both = answers.Where(answer => part(answer) is not null && whole(answer) is not null).ToList();
        var all = both.Sum(answer => whole(answer)!.Value);
        return all > 0 ? Bare(both.Sum(answer => part(answer)!.Value) / all, both.Count) : null;
    }

    /// <summary>Returns a value that has no interval: it is bounded by itself.</summary>
    public static Estimate? Bare(double? value, int n) => value is { } known ? new Estimate(known, known, known, n) : null;

    private static Estimate? Compute(IReadOnlyList<Attempt> answers, Func<Attempt, double?> value, Func<List<double>, double> aggregate)
    {
        var values = answers.Select(value).OfType<double>().ToList();
        return values.Count == 0 ? null : Bare(aggregate(values), values.Count);
    }
}
