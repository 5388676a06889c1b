using CsCheck;
using Eval.Reports.Statistics;

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
        Assert.Equal(Vectors.Get("latency").GetProperty(name).GetDouble(), Percentile.Of(Latencies, q)!.Value, 1e-9);

    [Theory]
    [InlineData(0.5, 6, 15)]
    [InlineData(0.9, 15, 21)]
    public void Order_statistics_bound_a_quantile(double q, int low, int high) =>
        Assert.Equal((low, high > Latencies.Length ? null : high), Percentile.OrderStatisticRanks(Latencies.Length, q));

    [Theory]
    [InlineData(0.5, 6)]
    [InlineData(0.9, 36)]
    [InlineData(0.95, 72)]
    [InlineData(0.99, 368)]
    public void An_upper_bound_needs_enough_observations(double q, int fewest)
    {
        Assert.Equal(fewest, Percentile.FewestForUpperBound(q));
        Assert.NotNull(Percentile.OrderStatisticRanks(fewest, q).High);
        Assert.Null(Percentile.OrderStatisticRanks(fewest - 1, q).High);
    }

    [Fact]
    public void A_quantile_lies_between_the_ends_and_grows_with_q() =>
        Gen.Select(Gen.Double[-1e6, 1e6].Array[1, 50], Gen.Double[0, 1], Gen.Double[0, 1]).Sample((values, a, b) =>
        {
            Array.Sort(values);
            var (low, high) = (Percentile.Of(values, Math.Min(a, b))!.Value, Percentile.Of(values, Math.Max(a, b))!.Value);
            Assert.True(values[0] <= low && low <= high + 1e-9 && high <= values[^1] + 1e-9);
        });

    [Fact]
    public void Nothing_measured_has_no_quantile() => Assert.Null(Percentile.Of([], 0.5));

    [Fact]
    public void Infinite_values_stay_infinite() =>
        Assert.Equal([1.0, double.PositiveInfinity, double.PositiveInfinity], new[] { 0.0, 0.75, 1.0 }.Select(q => Percentile.Of([1, 2, double.PositiveInfinity], q)!.Value));
}
