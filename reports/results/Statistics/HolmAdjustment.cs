namespace Eval.Results.Statistics;

/// <summary>Corrects p-values for being several (Holm 1979): the chance of any false finding in the family stays below the level.</summary>
public static class HolmAdjustment
{
    /// <summary>Returns the adjusted values in the order of the given ones.</summary>
    public static IReadOnlyList<double> Adjust(IReadOnlyList<double> pValues)
    {
        var adjusted = new double[pValues.Count];
        var largest = 0.0;
        var left = pValues.Count;
        foreach (var index in Enumerable.Range(0, pValues.Count).OrderBy(index => pValues[index]))
        {
            largest = Math.Max(largest, Math.Min(1, left-- * pValues[index]));
            adjusted[index] = largest;
        }

        return adjusted;
    }
}
