namespace Eval.Results.Statistics;

/// <summary>
/// How much of the gap between a weak and a strong model a router recovers, by the share of calls it sends to the strong one (Ong et al.
/// 2024, RouteLLM, arXiv:2406.18665).
/// </summary>
public sealed class GapRecovered
{
    private readonly List<(double Share, double Recovered)> _points;

    private GapRecovered(List<(double Share, double Recovered)> points) => _points = points;

    /// <summary>Gets the area under the curve over all shares (APGR).</summary>
    public double Area => _points.Zip(_points.Skip(1), (left, right) => (right.Share - left.Share) * (left.Recovered + right.Recovered) / 2)
        .Sum();

    /// <summary>Returns the curve; <see langword="null"/> when the strong model is not the better one.</summary>
    /// <param name="points">The router's quality by the share of strong calls; the ends are added.</param>
    /// <param name="weak">The weak model's quality.</param>
    /// <param name="strong">The strong model's quality.</param>
    public static GapRecovered? From(IEnumerable<(double Share, double Quality)> points, double weak, double strong) => strong <= weak
        ? null
        : new GapRecovered([(0, 0), .. points.OrderBy(point => point.Share).ThenBy(point => point.Quality)
            .Select(point => (point.Share, (point.Quality - weak) / (strong - weak))), (1, 1)]);

    /// <summary>
    /// Returns the smallest share of strong calls that recovers a part of the gap (CPT), at the first crossing: a curve may also fall.
    /// </summary>
    public double SmallestShareFor(double recovered)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(recovered, 1);
        var right = _points.FindIndex(point => point.Recovered >= recovered);
        if (right == 0)
        {
            return 0;
        }

        var ((fromShare, from), (toShare, to)) = (_points[right - 1], _points[right]);
        return fromShare + ((recovered - from) / (to - from) * (toShare - fromShare));
    }
}
