namespace Eval.Reports.Statistics;

/// <summary>Quantiles of type 7 of all values of the drawn tasks, found in one walk over the sorted values.</summary>
internal sealed class TaskQuantiles : IReplicateStatistic
{
    private readonly double[] _values;
    private readonly int[] _tasks;
    private readonly int[] _valuesPerTask;
    private readonly double[] _quantiles;

    /// <summary>Takes the values with the number of each one's task; the quantiles ascend.</summary>
    public TaskQuantiles(double[] values, int[] tasks, int taskCount, params double[] quantiles)
    {
        _values = [.. values];
        _tasks = [.. tasks];
        Array.Sort(_values, _tasks);
        _quantiles = quantiles;
        _valuesPerTask = new int[taskCount];
        foreach (var task in tasks)
            _valuesPerTask[task]++;
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
            return (double.NegativeInfinity, double.PositiveInfinity);

        var (low, high) = Percentile.OrderStatisticRanks(Values, q);
        return (low is { } l ? _values[l - 1] : double.NegativeInfinity, high is { } h ? _values[h - 1] : double.PositiveInfinity);
    }

    public void Evaluate(ReadOnlySpan<int> counts, Span<double> values)
    {
        long total = 0;
        for (var task = 0; task < counts.Length; task++)
            total += (long)counts[task] * _valuesPerTask[task];

        values[.._quantiles.Length].Fill(double.NaN);
        if (total == 0)
            return;

        long seen = 0;
        var at = -1;
        for (var q = 0; q < _quantiles.Length; q++)
        {
            var position = (total - 1) * _quantiles[q];
            var rank = (long)position;
            Walk(counts, ref at, ref seen, rank);
            var low = _values[at];
            var fraction = position - rank;
            if (fraction == 0)
            {
                values[q] = low;
                continue;
            }

            // The next quantile may need this very value again, so the look ahead does not move the walk.
            var (ahead, seenAhead) = (at, seen);
            Walk(counts, ref ahead, ref seenAhead, rank + 1);
            values[q] = Percentile.Between(low, _values[ahead], fraction);
        }
    }

    private void Walk(ReadOnlySpan<int> counts, ref int at, ref long seen, long rank)
    {
        while (seen <= rank)
            seen += counts[_tasks[++at]];
    }
}
