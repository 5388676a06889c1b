using Eval.Results.Statistics;

namespace Eval.Harness.Planning;

/// <summary>A forecast as a range.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
/// <param name="Likely">The most likely value; null where the ends are assumptions.</param>
internal readonly record struct Spread(double Low, double High, double? Likely = null)
{
    public static Spread operator +(Spread first, Spread second) => new(first.Low + second.Low, first.High + second.High, first.Likely + second.Likely);

    public static Spread operator *(Spread spread, double factor) => new(spread.Low * factor, spread.High * factor, spread.Likely * factor);

    public static Spread Of(PredictedTotal total) => new(total.Low, total.High, total.Expected);
}
