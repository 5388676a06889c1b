namespace Eval.Reports.Charts;

/// <summary>A decimal logarithmic axis with ticks at 1, 2 and 5 (or whole decades when there are many).</summary>
internal sealed class LogScale
{
    private LogScale(double low, double high, double[] ticks)
    {
        Low = low;
        High = high;
        Ticks = ticks;
    }

    /// <summary>Gets the lower limit in logarithms.</summary>
    public double Low { get; }

    /// <summary>Gets the upper limit in logarithms.</summary>
    public double High { get; }

    /// <summary>Gets the values that are marked.</summary>
    public IReadOnlyList<double> Ticks { get; }

    public static double Position(double value) => Math.Log10(value);

    /// <summary>Returns a scale that holds all values, each above 0, between its first and last tick.</summary>
    public static LogScale Around(IReadOnlyCollection<double> values)
    {
        var first = (int)Math.Floor(Math.Log10(values.Min()));
        var last = (int)Math.Ceiling(Math.Log10(values.Max()) + 1e-9);
        double[] steps = last - first <= 4 ? [1, 2, 5] : [1];
        var ticks = Enumerable.Range(first, last - first + 1).SelectMany(decade => steps.Select(step => step * Math.Pow(10, decade)))
            .ToList();
        var from = Math.Max(0, ticks.FindLastIndex(tick => tick <= values.Min() * 1.0001));
        var to = ticks.FindIndex(tick => tick >= values.Max() * 0.9999);
        var shown = ticks[from..(to + 1)];
        if (shown.Count == 1)
        {
            shown = [shown[0] / 2, shown[0], shown[0] * 2];
        }

        var low = Position(shown[0]);
        var high = Position(shown[^1]);
        var margin = (high - low) * 0.04;
        return new LogScale(low - margin, high + margin, [.. shown]);
    }
}
