using CsCheck;
using Eval.Results.Statistics;

namespace Eval.Reports.Tests.Statistics;

public sealed class WilsonIntervalTests
{
    private static readonly Gen<(int X, int N)> Cases = Gen.Int[1, 500].SelectMany(n => Gen.Int[0, n].Select(x => (x, n)));

    [Fact]
    public void Known_answers_are_met()
    {
        foreach (var vector in Vectors.Get("intervals95").EnumerateArray())
        {
            var expected = vector.GetProperty("wilson").Numbers();
            var interval = WilsonInterval.Compute(vector.GetProperty("x").GetInt32(), vector.GetProperty("n").GetInt32())!;
            Assert.Equal(expected[0], interval.Low, 1e-9);
            Assert.Equal(expected[1], interval.High, 1e-9);
        }
    }

    [Fact]
    public void It_holds_the_estimate_and_stays_within_0_and_1() => Cases.Sample(x =>
    {
        var interval = WilsonInterval.Compute(x.X, x.N)!;
        Assert.True(0 <= interval.Low && interval.Low <= interval.Value && interval.Value <= interval.High && interval.High <= 1);
    });

    [Fact]
    public void Failures_mirror_passes() => Cases.Sample(x =>
    {
        var (passes, failures) = (WilsonInterval.Compute(x.X, x.N)!, WilsonInterval.Compute(x.N - x.X, x.N)!);
        Assert.Equal(passes.Low, 1 - failures.High, 1e-12);
    });

    [Fact]
    public void It_narrows_as_observations_grow() => Cases.Sample(x =>
    {
        var (few, many) = (WilsonInterval.Compute(x.X, x.N)!, WilsonInterval.Compute(4 * x.X, 4 * x.N)!);
        Assert.True(many.High - many.Low < few.High - few.Low);
    });

    [Fact]
    public void Both_ends_rise_with_each_pass() => Cases.Where(x => x.X < x.N).Sample(x =>
    {
        var (fewer, more) = (WilsonInterval.Compute(x.X, x.N)!, WilsonInterval.Compute(x.X + 1, x.N)!);
        Assert.True(fewer.Low < more.Low && fewer.High < more.High);
    });

    [Fact]
    public void A_sum_of_parts_of_tasks_lies_between_its_neighbours() => Cases.Where(x => x.X < x.N).Sample(x =>
    {
        var half = WilsonInterval.Compute(x.X + 0.5, x.N)!;
        Assert.Equal((x.X + 0.5) / x.N, half.Value, 1e-12);
        Assert.InRange(half.Low, WilsonInterval.Compute(x.X, x.N)!.Low, WilsonInterval.Compute(x.X + 1, x.N)!.Low);
        Assert.InRange(half.High, WilsonInterval.Compute(x.X, x.N)!.High, WilsonInterval.Compute(x.X + 1, x.N)!.High);
    });

    [Fact]
    public void It_covers_the_truth_about_95_times_in_100()
    {
        var random = new Random(1);
        var covered = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var passes = Enumerable.Range(0, 60).Count(_ => random.NextDouble() < 0.3);
            var interval = WilsonInterval.Compute(passes, 60)!;
            covered += interval.Low <= 0.3 && 0.3 <= interval.High ? 1 : 0;
        }

        Assert.InRange(covered / 20_000.0, 0.93, 0.97);
    }

    [Fact]
    public void Nothing_observed_gives_nothing_and_impossible_counts_are_refused()
    {
        Assert.Null(WilsonInterval.Compute(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Compute(-0.5, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Compute(5.5, 5));
    }
}
