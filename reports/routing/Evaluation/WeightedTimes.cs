using Eval.Results.Statistics;

namespace Eval.Routing.Evaluation;

/// <summary>
/// Quantiles of times with weights. Where all weights are equal they are of type 7, as everywhere else; otherwise the weights are spread in
/// the same way, so that a value of weight two counts like two values.
/// </summary>
internal sealed class WeightedTimes : IReplicateStatistic
{
    private readonly double[] _ms;
    private readonly int[] _tasks;
    private readonly double[]? _weights;
    private readonly double[] _quantiles;

    public WeightedTimes(WeightedTime[][] perTask, params double[] quantiles)
    {
        var times = perTask.SelectMany((times, task) => times.Select(time => (time.Ms, time.Weight, Task: task))).OrderBy(time => time.Ms)
            .ToArray();
        _ms = Array.ConvertAll(times, time => time.Ms);
        _tasks = Array.ConvertAll(times, time => time.Task);
        _quantiles = quantiles;

        // Equal parts of one task count as one each, whatever their common weight is.
        var least = times.Length == 0 ? 1 : times.Min(time => time.Weight);
        _weights = Array.TrueForAll(times, time => time.Weight.Equals(least)) ? null : Array.ConvertAll(times, time => time.Weight / least);
        TasksWithValues = _tasks.Distinct().Count();
    }

    public int Count => _quantiles.Length + 1;

    public int TasksWithValues { get; }

    /// <summary>Computes the quantiles and, last, the mean.</summary>
    public void Evaluate(ReadOnlySpan<int> counts, Span<double> values)
    {
        values[..Count].Fill(double.NaN);
        var (total, sum) = (0.0, 0.0);
        for (var i = 0; i < _ms.Length; i++)
        {
            var here = At(i, counts);
            total += here;
            sum += here * _ms[i];
        }

        if (total == 0)
        {
            return;
        }

        values[^1] = sum / total;
        for (var q = 0; q < _quantiles.Length; q++)
        {
            values[q] = Quantile(counts, total, _quantiles[q]);
        }
    }

    private double Quantile(ReadOnlySpan<int> counts, double total, double q)
    {
        // A value of weight w covers the ranks from what is before it to w - 1 further; between values ranks are interpolated.
        var position = Math.Max(0, total - 1) * q;
        var before = 0.0;
        var last = double.NaN;
        var lastEnd = 0.0;
        for (var i = 0; i < _ms.Length; i++)
        {
            var here = At(i, counts);
            if (here == 0)
            {
                continue;
            }

            if (position < before)
            {
                return Percentile.Between(last, _ms[i], (position - lastEnd) / (before - lastEnd));
            }

            if (position <= before + here - 1)
            {
                return _ms[i];
            }

            (last, lastEnd) = (_ms[i], before + here - 1);
            before += here;
        }

        return last;
    }

    private double At(int value, ReadOnlySpan<int> counts) =>
        _weights is null ? counts[_tasks[value]] : _weights[value] * counts[_tasks[value]];
}
