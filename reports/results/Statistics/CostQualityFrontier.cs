namespace Eval.Results.Statistics;

/// <summary>
/// What can be had for a price: the non-decreasing convex hull of points in the cost-quality plane (Hu et al. 2024, RouterBench,
/// arXiv:2403.12031). Every point between two neighbours is reached by mixing them at random, so this is also what a router has to beat.
/// </summary>
public sealed class CostQualityFrontier
{
    private CostQualityFrontier(IReadOnlyList<CostQualityPoint> vertices) => Vertices = vertices;

    /// <summary>Gets the vertices from cheap to dear.</summary>
    public IReadOnlyList<CostQualityPoint> Vertices { get; }

    /// <summary>Returns the hull of at least one point.</summary>
    public static CostQualityFrontier From(IEnumerable<CostQualityPoint> points)
    {
        var hull = new List<CostQualityPoint>();
        foreach (var point in Undominated(points))
        {
            while (hull.Count > 1 && !IsAbove(hull[^2], hull[^1], point))
            {
                hull.RemoveAt(hull.Count - 1);
            }

            hull.Add(point);
        }

        return hull.Count > 0 ? new CostQualityFrontier(hull) : throw new ArgumentException("There is no point.", nameof(points));
    }

    /// <summary>
    /// Returns the points that no other beats: none costs as little or less and is as good or better, one of both strictly. From cheap to
    /// dear.
    /// </summary>
    public static IReadOnlyList<CostQualityPoint> Undominated(IEnumerable<CostQualityPoint> points)
    {
        var kept = new List<CostQualityPoint>();
        foreach (var point in points.OrderBy(point => point.Cost).ThenByDescending(point => point.Quality))
        {
            if (kept.Count == 0 || point.Quality > kept[^1].Quality)
            {
                kept.Add(point);
            }
        }

        return kept;
    }

    /// <summary>Returns the best quality for a cost; <see langword="null"/> for less than the cheapest costs.</summary>
    public double? QualityAt(double cost)
    {
        if (cost < Vertices[0].Cost)
        {
            return null;
        }

        for (var i = 1; i < Vertices.Count; i++)
        {
            if (cost <= Vertices[i].Cost)
            {
                return Between(Vertices[i - 1], Vertices[i], cost);
            }
        }

        return Vertices[^1].Quality;
    }

    /// <summary>Returns the least cost of a quality; <see langword="null"/> when it is not reached.</summary>
    public double? CostOf(double quality)
    {
        if (quality <= Vertices[0].Quality)
        {
            return Vertices[0].Cost;
        }

        for (var i = 1; i < Vertices.Count; i++)
        {
            var (low, high) = (Vertices[i - 1], Vertices[i]);
            if (quality <= high.Quality)
            {
                return low.Cost + ((quality - low.Quality) / (high.Quality - low.Quality) * (high.Cost - low.Cost));
            }
        }

        return null;
    }

    /// <summary>
    /// Returns the average improvement in quality: the mean quality of the hull over a range of costs, with nothing left of its first
    /// vertex. With a range that begins at 0 it is the number that RouterBench's published program computes.
    /// </summary>
    public double AverageQuality(double from, double to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
        var costs = Vertices.Select(vertex => vertex.Cost).Append(from).Append(to)
            .Where(cost => cost >= from && cost <= to && cost >= Vertices[0].Cost).Distinct().Order().ToList();
        var area = 0.0;
        for (var i = 1; i < costs.Count; i++)
        {
            area += (costs[i] - costs[i - 1]) * (QualityAt(costs[i - 1])!.Value + QualityAt(costs[i])!.Value) / 2;
        }

        return area / (to - from);
    }

    private static double Between(CostQualityPoint low, CostQualityPoint high, double cost) =>
        low.Quality + ((cost - low.Cost) / (high.Cost - low.Cost) * (high.Quality - low.Quality));

    private static bool IsAbove(CostQualityPoint first, CostQualityPoint middle, CostQualityPoint last) =>
        (middle.Quality - first.Quality) * (last.Cost - first.Cost) > (last.Quality - first.Quality) * (middle.Cost - first.Cost);
}
