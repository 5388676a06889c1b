namespace Eval.Results.Statistics;

/// <summary>Estimates of one row: all its statistics from one bootstrap over the row's tasks.</summary>
internal sealed class RowIntervals
{
    /// <summary>One seed for all rows and models, so that comparisons on the same tasks use the same draws.</summary>
    public const ulong Seed = 42;

    private readonly RowSample _sample;
    private readonly List<IReplicateStatistic> _statistics = [];
    private readonly List<int> _offsets = [];
    private double[] _values = [];
    private IReadOnlyList<(double Low, double High)>? _intervals;
    private int _size;

    public RowIntervals(RowSample sample) => _sample = sample;

    /// <summary>Adds a statistic and returns its number; <see langword="null"/> stays null.</summary>
    public int? Add(IReplicateStatistic? statistic)
    {
        if (statistic is null)
        {
            return null;
        }

        _statistics.Add(statistic);
        _offsets.Add(_size);
        _size += statistic.Count;
        return _statistics.Count - 1;
    }

    /// <summary>Computes all statistics and, from ten tasks on, their intervals.</summary>
    public void Compute()
    {
        _values = new double[_size];
        var once = new int[_sample.Tasks];
        Array.Fill(once, 1);
        Evaluate(once, _values);
        if (_sample.Tasks >= TaskBootstrap.MinTasks && _size > 0)
        {
            _intervals = TaskBootstrap.Intervals(_sample.Tasks, _size, Evaluate, Seed);
        }
    }

    /// <summary>
    /// Returns a rate over tasks. One sample per task, fewer than ten tasks or equal values everywhere: the Wilson interval over tasks,
    /// since a bootstrap would say nothing or too much.
    /// </summary>
    public Estimate? Rate(int? statistic, double[] perTask)
    {
        if (statistic is not { } number)
        {
            return null;
        }

        var known = Array.FindAll(perTask, value => !double.IsNaN(value));
        return known.Length == 0 ? null
            : _intervals is null || !_sample.HasSeveralSamples || known.All(value => value.Equals(known[0]))
                ? WilsonInterval.Compute(Math.Min(known.Sum(), known.Length), known.Length)
                : new Estimate(_values[_offsets[number]], Interval(number).Low, Interval(number).High, known.Length);
    }

    /// <summary>Returns a ratio of sums; unbounded below ten tasks.</summary>
    public Estimate? Ratio(int? statistic) => statistic is { } number && double.IsFinite(_values[_offsets[number]])
        ? new Estimate(_values[_offsets[number]], Interval(number).Low, Interval(number).High, _sample.Tasks)
        : null;

    /// <summary>
    /// Returns a quantile. Below ten tasks its interval comes from order statistics; the upper end is unbounded where the sample is too
    /// small to have one.
    /// </summary>
    public Estimate? Quantile(int statistic, int index, double q)
    {
        var quantiles = (TaskQuantiles)_statistics[statistic];
        var value = _values[_offsets[statistic] + index];
        if (double.IsNaN(value))
        {
            return null;
        }

        var (low, high) = _intervals is not null && quantiles.TasksWithValues >= TaskBootstrap.MinTasks
            ? Interval(statistic, index)
            : quantiles.OrderStatisticInterval(q);
        var isBounded = quantiles.TasksWithValues >= Percentile.MinForUpperBound(q);
        return new Estimate(value, low, isBounded ? high : double.PositiveInfinity, quantiles.Values);
    }

    private (double Low, double High) Interval(int statistic, int index = 0) =>
        _intervals?[_offsets[statistic] + index] ?? (double.NegativeInfinity, double.PositiveInfinity);

    private void Evaluate(ReadOnlySpan<int> counts, Span<double> values)
    {
        for (var s = 0; s < _statistics.Count; s++)
        {
            _statistics[s].Evaluate(counts, values.Slice(_offsets[s], _statistics[s].Count));
        }
    }
}
