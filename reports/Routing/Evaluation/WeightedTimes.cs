using Eval.Reports.Statistics;

namespace Eval.Reports.Routing.Evaluation;

/// <summary>
/// Quantiles of times with weights. Where all weights are equal they are of type 7, as everywhere else; otherwise the weights are spread in the same
/// way, so that a value of weight two counts like two values.
/// </summary>
internal sealed class WeightedTimes : IReplicateStatistic
{
    private readonly (double Ms, double Weight, int Task)[] _times;
    private readonly double[] _quantiles;

    public WeightedTimes(WeightedTime[][] perTask, params double[] quantiles)
    {
        _times = [.. perTask.SelectMany((times, task) => times.Select(time => (time.Ms, time.Weight, task))).OrderBy(time => time.Ms)];
        _quantiles = quantiles;

        // Equal parts of one task count as one each, whatever their common weight is.
        var least = _times.Length == 0 ? 1 : _times.Min(time => time.Weight);
        _times = Array.ConvertAll(_times, time => (time.Ms, time.Weight / least, time.Task));
        TasksWithValues = _times.Select(time => time.Task).Distinct().Count();
    }

    public int Count => _quantiles.Length + 1;

    public int TasksWithValues { get; }

    /// <summary>Computes the quantiles and, last, the mean.</summary>
    public void Evaluate(ReadOnlySpan<int> counts, Span<double> values)
    {
        values[..Count].Fill(double.NaN);
        var (total, sum) = (0.0, 0.0);
        foreach (var (ms, weight, task) in _times)
        {
            total += weight * counts[task];
            sum += weight * counts[task] * ms;
        }

        if (total == 0)
            return;

        values[^1] = sum / total;
        for (var q = 0; q < _quantiles.Length; q++)
            values[q] = Quantile(counts, total, _quantiles[q]);
    }

    private double Quantile(ReadOnlySpan<int> counts, double total, double q)
    {
        // A value of weight w covers the ranks from what is before it to w - 1 further; between values ranks are interpolated.
        var position = Math.Max(0, total - 1) * q;
        var before = 0.0;
        var last = double.NaN;
        var lastEnd = 0.0;
        foreach (var (ms, weight, task) in _times)
        {
            var here = weight * counts[task];
            if (here == 0)
                continue;

            if (position < before)
                return Percentile.Between(last, ms, (position - lastEnd) / (before - lastEnd));

            if (position <= before + here - 1)
                return ms;

            (last, lastEnd) = (ms, before + here - 1);
            before += here;
        }

        return last;
    }
}
