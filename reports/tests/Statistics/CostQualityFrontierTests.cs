using CsCheck;
using Eval.Results.Statistics;

namespace Eval.Reports.Tests.Statistics;

public sealed class CostQualityFrontierTests
{
    private static readonly Gen<CostQualityPoint[]> Clouds =
        Gen.Select(Gen.Double[0.001, 10], Gen.Double[0, 1], (cost, quality) => new CostQualityPoint(cost, quality)).Array[1, 20];

    [Fact]
    public void The_known_hull_is_found()
    {
        var vector = Vectors.Get("ndch");
        var frontier = CostQualityFrontier.From(Points(vector.GetProperty("pts")));

        Assert.Equal(Points(vector.GetProperty("hull")), frontier.Vertices);
        Assert.Equal(vector.GetProperty("q_at_6").GetDouble(), frontier.QualityAt(6)!.Value, 1e-9);
        Assert.Equal(vector.GetProperty("cost_at_0_7").GetDouble(), frontier.CostOf(0.7)!.Value, 1e-9);
        Assert.Equal(vector.GetProperty("aiq_1_10").GetDouble(), frontier.AverageQuality(1, 10), 1e-9);
        Assert.Equal(vector.GetProperty("aiq_0_10").GetDouble(), frontier.AverageQuality(0, 10), 1e-9);
    }

    [Fact]
    public void Nothing_lies_above_the_hull_and_it_is_its_own_hull() => Clouds.Sample(points =>
    {
        var frontier = CostQualityFrontier.From(points);

        Assert.All(points, point => Assert.True(frontier.QualityAt(point.Cost) >= point.Quality - 1e-9));
        Assert.Equal(frontier.Vertices, CostQualityFrontier.From(frontier.Vertices).Vertices);
        Assert.All(frontier.Vertices, vertex => Assert.Contains(vertex, points));
    });

    [Fact]
    public void It_rises_ever_less_and_every_vertex_is_undominated() => Clouds.Sample(points =>
    {
        var vertices = CostQualityFrontier.From(points).Vertices;
        var slopes = vertices.Zip(vertices.Skip(1), (low, high) => (high.Quality - low.Quality) / (high.Cost - low.Cost)).ToList();

        Assert.All(slopes, slope => Assert.True(slope > 0));
        Assert.All(slopes.Zip(slopes.Skip(1)), pair => Assert.True(pair.First > pair.Second));
        Assert.Subset(CostQualityFrontier.Undominated(points).ToHashSet(), vertices.ToHashSet());
        Assert.Equal(CostQualityFrontier.Undominated(points), CostQualityFrontier.Undominated(CostQualityFrontier.Undominated(points)));
    });

    [Fact]
    public void One_more_point_never_lowers_it_and_a_dominated_one_leaves_it() => Gen.Select(Clouds, Clouds).Sample((points, others) =>
    {
        var (before, after) = (CostQualityFrontier.From(points), CostQualityFrontier.From([.. points, others[0]]));
        var worst = new CostQualityPoint(points.Max(point => point.Cost) + 1, points.Min(point => point.Quality) / 2);

        Assert.All(points, point => Assert.True(after.QualityAt(point.Cost) >= before.QualityAt(point.Cost) - 1e-9));
        Assert.True(after.AverageQuality(0, 11) >= before.AverageQuality(0, 11) - 1e-9);
        Assert.Equal(before.Vertices, CostQualityFrontier.From([.. points, worst]).Vertices);
    });

    [Fact]
    public void The_average_quality_is_the_area_below_it() =>
        Gen.Select(Clouds, Gen.Double[0, 4], Gen.Double[0.5, 8]).Sample((points, from, width) =>
    {
        var frontier = CostQualityFrontier.From(points);
        const int Steps = 4000;
        var sum = Enumerable.Range(0, Steps).Sum(i => frontier.QualityAt(from + (width * (i + 0.5) / Steps)) ?? 0);

        Assert.Equal(sum / Steps, frontier.AverageQuality(from, from + width), 2e-3);
    }, iter: 50);

    [Fact]
    public void Recovering_more_of_the_gap_never_takes_a_smaller_share() =>
        Gen.Select(Gen.Select(Gen.Double[0.01, 0.99], Gen.Double[0, 1]).Array[1, 8], Gen.Double[0, 1], Gen.Double[0, 1])
            .Sample((points, one, other) =>
        {
            var gap = GapRecovered.From(points, 0, 1)!;
            Assert.True(gap.SmallestShareFor(Math.Min(one, other)) <= gap.SmallestShareFor(Math.Max(one, other)) + 1e-12);
            Assert.InRange(gap.SmallestShareFor(one), 0, 1);
            Assert.InRange(gap.Area, 0, 1);
            Assert.Equal(gap.Area, GapRecovered.From([.. points.Reverse().Select(point => (point.Item1, 0.2 + (0.5 * point.Item2)))], 0.2,
                0.7)!.Area, 1e-9);
        });

    [Fact]
    public void What_is_kept_is_exactly_what_no_other_beats() => Clouds.Sample(points =>
    {
        static bool Beats(CostQualityPoint one, CostQualityPoint other) =>
            one.Cost <= other.Cost && one.Quality >= other.Quality && one != other;
        Assert.Equal(
            points.Where(point => !points.Any(other => Beats(other, point))).Distinct().OrderBy(point => point.Cost),
            CostQualityFrontier.Undominated(points));
    });

    [Fact]
    public void Cost_of_a_quality_and_quality_at_a_cost_undo_each_other() => Clouds.Sample(points =>
    {
        var frontier = CostQualityFrontier.From(points);
        var quality = (frontier.Vertices[0].Quality + frontier.Vertices[^1].Quality) / 2;

        Assert.Equal(quality, frontier.QualityAt(frontier.CostOf(quality)!.Value)!.Value, 1e-6);
    });

    [Fact]
    public void Its_borders_are_told()
    {
        var frontier = CostQualityFrontier.From([new(1, 0.4), new(2, 0.6), new(2, 0.5), new(2, 0.6)]);

        Assert.Equal([new(1, 0.4), new(2, 0.6)], frontier.Vertices);
        Assert.Null(frontier.QualityAt(0.99));
        Assert.Equal(0.4, frontier.QualityAt(1));
        Assert.Equal(0.6, frontier.QualityAt(5));
        Assert.Equal(1, frontier.CostOf(0.4));
        Assert.Equal(1, frontier.CostOf(0.1));
        Assert.Equal(2, frontier.CostOf(0.6));
        Assert.Null(frontier.CostOf(0.61));
        Assert.Equal(0.6, frontier.AverageQuality(3, 4), 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => frontier.AverageQuality(2, 2));
        Assert.Throws<ArgumentException>(() => CostQualityFrontier.From([]));
    }

    [Fact]
    public void The_gap_a_router_recovers_has_the_known_numbers()
    {
        var vector = Vectors.Get("routellm");
        var points = vector.GetProperty("points").EnumerateArray().Select(pair => (pair[0].GetDouble(), pair[1].GetDouble()));

        var gap = GapRecovered.From(points, vector.GetProperty("weak").GetDouble(), vector.GetProperty("strong").GetDouble())!;

        Assert.Equal(vector.GetProperty("apgr").GetDouble(), gap.Area, 1e-9);
        Assert.Equal(vector.GetProperty("cpt50").GetDouble(), gap.SmallestShareFor(0.5), 1e-9);
        Assert.Equal(vector.GetProperty("cpt80").GetDouble(), gap.SmallestShareFor(0.8), 1e-9);
        Assert.Equal(vector.GetProperty("cpt95").GetDouble(), gap.SmallestShareFor(0.95), 1e-9);
    }

    [Fact]
    public void A_curve_that_falls_is_crossed_where_it_is_first_crossed()
    {
        var gap = GapRecovered.From([(0.2, 0.9), (0.6, 0.6)], 0.5, 1)!;

        Assert.Equal(0.125, gap.SmallestShareFor(0.5), 1e-12);
        Assert.Equal(0, gap.SmallestShareFor(0));
        Assert.Equal(1, gap.SmallestShareFor(1));
        Assert.Throws<ArgumentOutOfRangeException>("recovered", () => gap.SmallestShareFor(1.01));
        Assert.Null(GapRecovered.From([], 0.5, 0.5));
    }

    private static List<CostQualityPoint> Points(System.Text.Json.JsonElement pairs) =>
        pairs.EnumerateArray().Select(pair => new CostQualityPoint(pair[0].GetDouble(), pair[1].GetDouble())).ToList();
}
