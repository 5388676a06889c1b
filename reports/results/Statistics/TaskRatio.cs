namespace Eval.Results.Statistics;

/// <summary>
/// A ratio of sums over tasks, never a mean of ratios. Nothing below the line makes it infinite: money that bought nothing.
/// </summary>
internal sealed class TaskRatio(double[] above, double[] below) : IReplicateStatistic
{
    public int Count => 1;

    public void Evaluate(ReadOnlySpan<int> counts, Span<double> values)
    {
        var (numerator, denominator) = (0.0, 0.0);
        for (var task = 0; task < above.Length; task++)
        {
            numerator += counts[task] * above[task];
            denominator += counts[task] * below[task];
        }

        values[0] = denominator == 0 ? double.PositiveInfinity : numerator / denominator;
    }
}
