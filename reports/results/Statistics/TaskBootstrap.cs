namespace Eval.Results.Statistics;

/// <summary>
/// The percentile bootstrap over tasks (Efron and Tibshirani 1993): a task is drawn with all its samples, because samples of one task are
/// not independent. All statistics share the draws. Same seed, same answer, on every machine.
/// </summary>
public static class TaskBootstrap
{
    /// <summary>The number of replicates.</summary>
    public const int Replicates = 2000;

    /// <summary>Below this number of tasks nothing is bootstrapped.</summary>
    public const int MinTasks = 10;

    /// <summary>
    /// Returns the 95 % interval of each statistic. Undefined replicates are left out; when all are undefined the interval is unbounded.
    /// </summary>
    /// <param name="tasks">The number of tasks, in ordinal order of their identifiers.</param>
    /// <param name="statistics">The number of statistics.</param>
    /// <param name="evaluate">Computes them for one draw.</param>
    /// <param name="seed">The seed of the draws.</param>
    public static IReadOnlyList<(double Low, double High)> Intervals(int tasks, int statistics, BootstrapReplicate evaluate, ulong seed)
    {
        var results = new double[statistics][];
        for (var s = 0; s < statistics; s++)
        {
            results[s] = new double[Replicates];
        }

        var counts = new int[tasks];
        var values = new double[statistics];
        for (var replicate = 0; replicate < Replicates; replicate++)
        {
            Draw(counts, seed, replicate);
            evaluate(counts, values);
            for (var s = 0; s < statistics; s++)
            {
                results[s][replicate] = values[s];
            }
        }

        return Array.ConvertAll(results, Ends);
    }

    private static void Draw(int[] counts, ulong seed, int replicate)
    {
        Array.Clear(counts);
        var first = (long)replicate * counts.Length;
        for (var position = 0; position < counts.Length; position++)
        {
            counts[SplitMix64.Below(counts.Length, seed, first + position)]++;
        }
    }

    private static (double Low, double High) Ends(double[] values)
    {
        var defined = Array.FindAll(values, value => !double.IsNaN(value));
        Array.Sort(defined);
        return defined.Length == 0
            ? (double.NegativeInfinity, double.PositiveInfinity)
            : (Percentile.Compute(defined, 0.025)!.Value, Percentile.Compute(defined, 0.975)!.Value);
    }
}
