namespace Eval.Results.Statistics;

/// <summary>The mean of one difference per task, for instance of two models' pass rates on it.</summary>
public static class TaskDifference
{
    /// <summary>Returns the mean with its 95 % interval from a bootstrap over tasks; unbounded below ten tasks.</summary>
    public static Estimate Estimate(IReadOnlyList<double> differences)
    {
        ArgumentOutOfRangeException.ThrowIfZero(differences.Count);
        var mean = differences.Average();
        var n = differences.Count;
        if (n < TaskBootstrap.MinTasks)
        {
            return new Estimate(mean, double.NegativeInfinity, double.PositiveInfinity, n);
        }

        if (differences.All(difference => difference.Equals(differences[0])))
        {
            // A bootstrap of equal values has no width. That none differed bounds how many could: the Wilson interval of 0 in n.
            var reach = WilsonInterval.Compute(0, n)!.High;
            return new Estimate(mean, Math.Max(-1, mean - reach), Math.Min(1, mean + reach), n);
        }

        var (low, high) = TaskBootstrap.Intervals(n, 1, new TaskMean([.. differences]).Evaluate, RowIntervals.Seed)[0];
        return new Estimate(mean, low, high, n);
    }
}
