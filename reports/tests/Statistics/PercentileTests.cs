using System.Globalization;
using System.Text.Json;
using CsCheck;
using Eval.Results.Statistics;
using MathNet.Numerics.Distributions;

namespace Eval.Reports.Tests.Statistics;

public sealed class PercentileTests
{
    private static readonly double[] Latencies = [.. Vectors.Get("latency").GetProperty("x").Numbers().Order()];

    [Theory]
    [InlineData("p50", 0.5)]
    [InlineData("p90", 0.9)]
    [InlineData("p95", 0.95)]
    [InlineData("p99", 0.99)]
    public void Known_answers_are_met(string name, double q) =>
        Assert.Equal(Vectors.Get("latency").GetProperty(name).GetDouble(), Percentile.Compute(Latencies, q)!.Value, 1e-9);

    [Theory]
    [InlineData("order_ci_p50", 0.5)]
    [InlineData("order_ci_p90", 0.9)]
    public void Order_statistics_bound_a_quantile(string name, double q)
    {
        var expected = Vectors.Get("latency").GetProperty(name).EnumerateArray().ToList();
        var (lowRank, highRank) = (expected[2].GetInt32(), expected[3].GetInt32());
        double? high = expected[1].ValueKind == JsonValueKind.Null ? null : expected[1].GetDouble();

        var ranks = Percentile.OrderStatisticRanks(Latencies.Length, q);

        Assert.Equal((lowRank, highRank > Latencies.Length ? null : highRank), ranks);
        Assert.Equal(expected[0].GetDouble(), Latencies[ranks.Low!.Value - 1]);
        Assert.Equal(high, ranks.High is { } rank ? Latencies[rank - 1] : null);
    }

    [Fact]
    public void An_upper_bound_needs_enough_observations()
    {
        foreach (var vector in Vectors.Get("order_ci_min_n_two_sided").EnumerateObject())
        {
            var (q, min) = (double.Parse(vector.Name, CultureInfo.InvariantCulture), vector.Value.GetInt32());
            Assert.Equal(min, Percentile.MinForUpperBound(q));
            Assert.NotNull(Percentile.OrderStatisticRanks(min, q).High);
            Assert.Null(Percentile.OrderStatisticRanks(min - 1, q).High);
        }
    }

    [Fact]
    public void The_99th_percentile_is_shown_from_where_its_sample_bounds_it_on_one_side()
    {
        var min = Vectors.Get("min_n_upper").EnumerateArray().Single(vector => vector.GetProperty("q").GetDouble() == 0.99)
            .GetProperty("n").GetInt32();

        Assert.InRange(Percentile.MinForP99, min, min + 1);
    }

    [Fact]
    public void Ranks_enclose_the_quantile_widen_with_the_sample_and_grow_with_q() =>
        Gen.Select(Gen.Int[6, 400], Gen.Double[0.05, 0.95], Gen.Double[0, 0.04]).Sample((n, q, step) =>
        {
            var (ranks, above) = (Percentile.OrderStatisticRanks(n, q), Percentile.OrderStatisticRanks(n, q + step));
            var (low, high) = (ranks.Low ?? 0, ranks.High ?? n + 1);

            Assert.True(low <= n * q && n * q <= high, $"{low} {n * q} {high}");
            Assert.True(low <= (above.Low ?? 0) && high <= (above.High ?? n + 1));
            Assert.InRange((high > n ? 1 : Binomial.CDF(q, n, high - 1)) - (low == 0 ? 0 : Binomial.CDF(q, n, low - 1)), 0.95 - 1e-9, 1);
        });

    [Fact]
    public void A_quantile_of_equal_parts_is_the_value_there_and_moves_with_the_values() =>
        Gen.Select(Gen.Double[-100, 100].Array[2, 30], Gen.Double[-9, 9]).Sample((values, shift) =>
        {
            Array.Sort(values);
            for (var i = 0; i < values.Length; i++)
            {
                var q = i / (values.Length - 1.0);
                Assert.Equal(values[i], Percentile.Compute(values, q)!.Value, 1e-6);
                Assert.Equal(values[i] + shift, Percentile.Compute(Array.ConvertAll(values, value => value + shift), q)!.Value, 1e-6);
            }
        });

    [Fact]
    public void Impossible_quantiles_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Percentile.Compute([1], -0.01));
        Assert.Throws<ArgumentOutOfRangeException>(() => Percentile.Compute([1], 1.01));
        Assert.Throws<ArgumentOutOfRangeException>(() => Percentile.OrderStatisticRanks(0, 0.5));
        Assert.Equal((null, null), Percentile.OrderStatisticRanks(1, 0.5));
    }

    [Fact]
    public void A_quantile_lies_between_the_ends_and_grows_with_q() =>
        Gen.Select(Gen.Double[-1e6, 1e6].Array[1, 50], Gen.Double[0, 1], Gen.Double[0, 1]).Sample((values, a, b) =>
        {
            Array.Sort(values);
            var (low, high) = (Percentile.Compute(values, Math.Min(a, b))!.Value, Percentile.Compute(values, Math.Max(a, b))!.Value);
            Assert.True(values[0] <= low && low <= high + 1e-9 && high <= values[^1] + 1e-9);
        });

    [Fact]
    public void The_first_and_the_last_of_six_bound_their_median() => Assert.Equal((1, 6), Percentile.OrderStatisticRanks(6, 0.5));

    [Fact]
    public void Nothing_measured_has_no_quantile() => Assert.Null(Percentile.Compute([], 0.5));

    [Fact]
    public void Infinite_values_stay_infinite_and_spoil_no_finite_one()
    {
        Assert.Equal([1.0, double.PositiveInfinity, double.PositiveInfinity],
            new[] { 0.0, 0.75, 1.0 }.Select(q => Percentile.Compute([1, 2, double.PositiveInfinity], q)!.Value));
        Assert.Equal([1.0, double.PositiveInfinity],
            new[] { 0.0, 0.5 }.Select(q => Percentile.Compute([1, double.PositiveInfinity], q)!.Value));
    }
}
