using CsCheck;
using Eval.Results.Statistics;
using MathNet.Numerics.Distributions;

namespace Eval.Reports.Tests.Statistics;

public sealed class ProportionIntervalTests
{
    private static readonly Gen<(int X, int N)> Cases = Gen.Int[1, 500].SelectMany(n => Gen.Int[0, n].Select(x => (x, n)));

    private static readonly Dictionary<string, Func<int, int, Estimate?>> Intervals = new()
    {
        ["clopper_pearson"] = ClopperPearsonInterval.Compute,
        ["jeffreys"] = JeffreysInterval.Compute,
    };

    public static TheoryData<string> Names => [.. Intervals.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Known_answers_are_met(string name)
    {
        foreach (var vector in Vectors.Get("intervals95").EnumerateArray())
        {
            var expected = vector.GetProperty(name).Numbers();
            var interval = Intervals[name](vector.GetProperty("x").GetInt32(), vector.GetProperty("n").GetInt32())!;
            Assert.Equal(expected[0], interval.Low, 1e-7);
            Assert.Equal(expected[1], interval.High, 1e-7);
        }
    }

    [Fact]
    public void The_beta_function_they_rest_on_has_the_known_values()
    {
        foreach (var vector in Vectors.Get("beta").EnumerateArray())
        {
            Assert.Equal(
                vector.GetProperty("I").GetDouble(),
                Beta.CDF(vector.GetProperty("a").GetDouble(), vector.GetProperty("b").GetDouble(), vector.GetProperty("x").GetDouble()),
                1e-9);
        }

        foreach (var vector in Vectors.Get("betaq").EnumerateArray())
        {
            Assert.Equal(
                vector.GetProperty("x").GetDouble(),
                Beta.InvCDF(vector.GetProperty("a").GetDouble(), vector.GetProperty("b").GetDouble(), vector.GetProperty("p").GetDouble()),
                1e-7);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void They_narrow_as_observations_grow_and_rise_with_each_pass(string name) => Cases.Sample(x =>
    {
        var (few, many) = (Intervals[name](x.X, x.N)!, Intervals[name](4 * x.X, 4 * x.N)!);
        Assert.True(many.High - many.Low < few.High - few.Low);
        if (x.X < x.N)
        {
            var more = Intervals[name](x.X + 1, x.N)!;
            Assert.True(few.Low < more.Low && few.High < more.High);
        }
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void They_hold_the_share_stay_within_0_and_1_and_mirror(string name) => Cases.Sample(x =>
    {
        var (passes, failures) = (Intervals[name](x.X, x.N)!, Intervals[name](x.N - x.X, x.N)!);
        var share = (double)x.X / x.N;
        Assert.True(0 <= passes.Low && passes.Low <= share + 1e-9 && share - 1e-9 <= passes.High && passes.High <= 1);
        Assert.Equal(passes.Low, 1 - failures.High, 1e-7);
        Assert.Equal(passes.Value, 1 - failures.Value, 1e-12);
        Assert.Equal(x.N, passes.N);
    });

    [Fact]
    public void The_exact_interval_never_covers_less_than_its_level()
    {
        // Summed over all outcomes, not simulated.
        foreach (var rate in new[] { 0.02, 0.3, 0.5, 0.77 })
        {
            var covered = Enumerable.Range(0, 41)
                .Where(x => ClopperPearsonInterval.Compute(x, 40)! is var i && i.Low <= rate && rate <= i.High)
                .Sum(x => Binomial.PMF(rate, 40, x));
            Assert.InRange(covered, 0.95, 1);
        }
    }

    [Fact]
    public void What_is_believed_of_a_rate_lies_nearer_to_a_half_than_what_was_seen()
    {
        Assert.Equal(10.5 / 11, JeffreysInterval.Compute(10, 10)!.Value, 1e-12);
        Assert.Equal(1, ClopperPearsonInterval.Compute(10, 10)!.Value);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_observed_gives_nothing_and_impossible_counts_are_refused(string name)
    {
        Assert.Null(Intervals[name](0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals[name](-1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Intervals[name](6, 5));
    }
}
