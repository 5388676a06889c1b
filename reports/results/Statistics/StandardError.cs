namespace Eval.Results.Statistics;

/// <summary>Standard errors of means over tasks (Miller 2024, arXiv:2411.00640).</summary>
public static class StandardError
{
    /// <summary>Below this number of clusters the clustered error may be too small by chance, and the larger of the two is taken.</summary>
    public const int MinClusters = 20;

    /// <summary>Returns the standard error of a mean of independent values, one a task; <see langword="null"/> below two.</summary>
    public static double? OfMean(IReadOnlyCollection<double> values) =>
        Variance(values) is { } variance ? Math.Sqrt(variance / values.Count) : null;

    /// <summary>Returns the sample variance (divided by n − 1); <see langword="null"/> below two values.</summary>
    public static double? Variance(IReadOnlyCollection<double> values)
    {
        if (values.Count < 2)
        {
            return null;
        }

        var mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
    }

    /// <summary>
    /// Returns the standard error of a mean whose values belong together in clusters, such as the tasks of one repository;
    /// <see langword="null"/> without values.
    /// </summary>
    public static double? Clustered<TCluster>(IReadOnlyList<double> values, IReadOnlyList<TCluster> clusters)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(clusters.Count, values.Count);
        if (values.Count == 0)
        {
            return null;
        }

        var mean = values.Average();
        var squares = values.Zip(clusters).GroupBy(pair => pair.Second, pair => pair.First - mean)
            .Sum(cluster => cluster.Sum() * cluster.Sum());
        return Math.Sqrt(squares) / values.Count;
    }

    /// <summary>Returns the clustered error, or the larger of both with fewer than <see cref="MinClusters"/> clusters.</summary>
    public static double? Cautious<TCluster>(IReadOnlyList<double> values, IReadOnlyList<TCluster> clusters)
    {
        var clustered = Clustered(values, clusters);
        return OfMean(values) is { } plain && clusters.Distinct().Count() < MinClusters ? Math.Max(plain, clustered ?? 0) : clustered;
    }
}
