using MathNet.Numerics.Distributions;

namespace Eval.Results.Statistics;

/// <summary>What a number of further requests will add up to, by what earlier ones of the same kind took: tokens, cost or time.</summary>
/// <param name="Expected">The most likely total.</param>
/// <param name="Low">The lower end of an interval that holds the total four times out of five; never negative.</param>
/// <param name="High">Its upper end.</param>
public readonly record struct PredictedTotal(double Expected, double Low, double High)
{
    private const double UpperShare = 0.9;

    /// <summary>Returns the prediction; <see langword="null"/> below two earlier values, which show no spread.</summary>
    /// <remarks>
    /// A task with earlier values is expected to take its own mean again, one without the mean of the others. The interval is that of a
    /// normal total: the chance in the requests to come, and in the means they are expected by (Student's t).
    /// </remarks>
    /// <param name="tasks">For each task the values of earlier requests, perhaps none, and how many requests are to come.</param>
    public static PredictedTotal? From(IReadOnlyList<(IReadOnlyList<double> Earlier, int Requests)> tasks)
    {
        var seen = tasks.Where(task => task.Earlier.Count > 0).Select(task => task.Earlier).ToList();
        var values = seen.SelectMany(earlier => earlier).ToList();
        if (StandardError.Variance(values) is not { } variance)
        {
            return null;
        }

        var elsewhere = seen.Average(earlier => earlier.Average());
        var expected = tasks.Sum(task => task.Requests * (task.Earlier.Count > 0 ? task.Earlier.Average() : elsewhere));
        if (seen.Count == tasks.Count && VarianceParts.From(seen) is { } parts && seen.Exists(earlier => earlier.Count > 1))
        {
            // Only known tasks, some of them asked more than once: what differs between tasks is no chance any more.
            variance = parts.Within;
        }

        double requests = tasks.Sum(task => task.Requests);
        var margin = StudentT.InvCDF(0, 1, values.Count - 1,
            UpperShare) * Math.Sqrt(variance * (requests + (requests * requests / values.Count)));
        return new PredictedTotal(expected, Math.Max(0, expected - margin), expected + margin);
    }
}
