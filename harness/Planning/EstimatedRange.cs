using Eval.Results.Statistics;

namespace Eval.Harness.Planning;

/// <summary>A forecast as a range.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
/// <param name="Likely">The most likely value; null where the ends are assumptions.</param>
internal readonly record struct EstimatedRange(double Low, double High, double? Likely = null)
{
    public static EstimatedRange operator +(EstimatedRange first, EstimatedRange second) =>
        new(first.Low + second.Low, first.High + second.High, first.Likely + second.Likely);

    public static EstimatedRange operator *(EstimatedRange range, double factor) =>
        new(range.Low * factor, range.High * factor, range.Likely * factor);

    public static EstimatedRange From(PredictedTotal total) => new(total.Low, total.High, total.Expected);
}
