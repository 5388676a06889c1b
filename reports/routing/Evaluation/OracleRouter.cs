namespace Eval.Routing.Evaluation;

/// <summary>
/// The router that knows every outcome beforehand: the cheapest model that passes, and where none does the cheapest. Nobody can build it;
/// part of its lead over the best single model is luck, since it counts the lucky passes of all models.
/// </summary>
public static class OracleRouter
{
    /// <summary>Returns its mean quality and cost; the cost is NaN when one is unknown.</summary>
    public static (double Quality, double CostUsd) Compute(IReadOnlyList<RoutedTask> tasks)
    {
        var (quality, cost) = (0.0, 0.0);
        foreach (var task in tasks)
        {
            var samples = task.Cells.Values.Min(cells => cells.Count);
            for (var sample = 0; sample < samples; sample++)
            {
                var cells = task.Cells.Values.Select(all => all[sample]).ToList();
                var passing = cells.Where(cell => cell.Passed).ToList();
                quality += passing.Count > 0 ? 1.0 / samples : 0;
                cost += (passing.Count > 0 ? passing : cells).Min(cell => cell.CostUsd ?? double.NaN) / samples;
            }
        }

        return (quality / tasks.Count, cost / tasks.Count);
    }
}
