namespace Eval.Results.Statistics;

/// <summary>
/// Quantiles of type 7 of all values of the drawn tasks. Each is looked for from where it lies in the sample itself: how many drawn values
/// are below that is a sum over tasks, and from there the quantile of a draw is near.
/// </summary>
internal sealed class TaskQuantiles : IReplicateStatistic
{
    private readonly double[] _values;
    private readonly int[] _tasks;
    private readonly int[] _valuesPerTask;
    private readonly double[] _quantiles;
    private readonly int[] _starts;
    private readonly int[][] _below;

    /// <summary>Takes the values with the number of each one's task.</summary>
    public TaskQuantiles(double[] values, int[] tasks, int taskCount, params double[] quantiles)
    {
        _values = [.. values];
        _tasks = [.. tasks];
        Array.Sort(_values, _tasks);
        _quantiles = quantiles;
        _valuesPerTask = PerTask(_tasks.Length, taskCount);

        _starts = Array.ConvertAll(quantiles, q => (int)(Math.Max(0, values.Length - 1) * q));
        _below = Array.ConvertAll(_starts, start => PerTask(start, taskCount));
    }

    public int Count => _quantiles.Length;

    /// <summary>Gets the number of values.</summary>
    public int Values => _values.Length;

    /// <summary>Gets the number of tasks that have a value.</summary>
    public int TasksWithValues => _valuesPerTask.Count(n => n > 0);

    /// <summary>Returns the interval of order-statistic ranks, which needs independent values: at most one a task.</summary>
    public (double Low, double High) OrderStatisticInterval(double q)
    {
        if (Values == 0 || Values > TasksWithValues)
        {
            return (double.NegativeInfinity, double.PositiveInfinity);
        }

        var (low, high) = Percentile.OrderStatisticRanks(Values, q);
        return (low is { } l ? _values[l - 1] : double.NegativeInfinity, high is { } h ? _values[h - 1] : double.PositiveInfinity);
    }

    public void Evaluate(ReadOnlySpan<int> counts, Span<double> values)
    {
        var total = Drawn(counts, _valuesPerTask);
        values[.._quantiles.Length].Fill(double.NaN);
        if (total == 0)
        {
            return;
        }

        for (var q = 0; q < _quantiles.Length; q++)
        {
            var position = (total - 1) * _quantiles[q];
            var rank = (long)position;
            var at = _starts[q];
            var seen = Drawn(counts, _below[q]);
            Walk(counts, ref at, ref seen, rank);
            var low = _values[at];
            Walk(counts, ref at, ref seen, Math.Min(rank + 1, total - 1));
            values[q] = Percentile.Between(low, _values[at], position - rank);
        }
    }

    private int[] PerTask(int values, int taskCount)
    {
        var perTask = new int[taskCount];
        for (var i = 0; i < values; i++)
        {
            perTask[_tasks[i]]++;
        }

        return perTask;
    }

    private static long Drawn(ReadOnlySpan<int> counts, int[] perTask)
    {
        long drawn = 0;
        for (var task = 0; task < counts.Length; task++)
        {
            drawn += (long)counts[task] * perTask[task];
        }

        return drawn;
    }

    /// <summary>Moves to the value of a rank; <paramref name="seen"/> is the number of drawn values before <paramref name="at"/>.</summary>
    private void Walk(ReadOnlySpan<int> counts, ref int at, ref long seen, long rank)
    {
        while (seen > rank)
        {
            seen -= counts[_tasks[--at]];
        }

        for (var here = counts[_tasks[at]]; seen + here <= rank; here = counts[_tasks[at]])
        {
            seen += here;
            at++;
        }
    }
}
