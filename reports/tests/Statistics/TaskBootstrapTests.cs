using CsCheck;
using Eval.Reports.Statistics;

namespace Eval.Reports.Tests.Statistics;

public sealed class TaskBootstrapTests
{
    [Theory]
    [InlineData("seed0", 0)]
    [InlineData("seed42", 42)]
    public void Random_numbers_are_those_of_the_definition(string name, int seed)
    {
        var expected = Vectors.Get("splitmix").GetProperty(name).EnumerateArray().Select(text => ulong.Parse(text.GetString()!));

        Assert.Equal(expected, Enumerable.Range(0, 3).Select(i => SplitMix64.At((ulong)seed, i)));
    }

    [Fact]
    public void Bounded_numbers_are_those_of_the_definition() => Assert.Equal(
        Vectors.Get("splitmix").GetProperty("bounded10_seed42").EnumerateArray().Select(number => number.GetInt32()),
        Enumerable.Range(0, 10).Select(i => SplitMix64.Below(10, 42, i)));

    [Fact]
    public void A_paired_difference_has_the_known_interval()
    {
        var pairs = Vectors.Get("paired");
        var differences = pairs.GetProperty("A").Numbers().Zip(pairs.GetProperty("B").Numbers(), (a, b) => a - b).ToArray();

        AssertInterval("boot_paired", Interval(new TaskMean(differences), differences.Length, 7));
    }

    [Fact]
    public void Cost_per_solved_task_has_the_known_value_and_interval()
    {
        var vector = Vectors.Get("cost_per_solved");
        var ratio = new TaskRatio(vector.GetProperty("cost").Numbers(), vector.GetProperty("y").Numbers());

        Assert.Equal(vector.GetProperty("v").GetDouble(), Point(ratio, 10)[0], 1e-9);
        AssertInterval("cost_per_solved", Interval(ratio, 10, 7));
    }

    [Theory]
    [InlineData("p50", 0.5)]
    [InlineData("p90", 0.9)]
    public void Latency_quantiles_have_the_known_intervals(string name, double q)
    {
        var values = Vectors.Get("latency").GetProperty("x").Numbers();
        var quantiles = new TaskQuantiles(values, [.. Enumerable.Range(0, values.Length)], values.Length, q);
        var expected = Vectors.Get("latency_boot").GetProperty(name).Numbers();

        var (low, high) = Interval(quantiles, values.Length, 42);

        Assert.Equal(expected[0], low, 1e-9);
        Assert.Equal(expected[1], high, 1e-9);
    }

    [Fact]
    public void Quantiles_of_drawn_tasks_equal_those_of_the_written_out_sample() =>
        Gen.Select(Gen.Double[0, 100].Array[1, 30], Gen.Int[1, 8], Gen.Int[0, 1000]).Sample((values, tasks, seed) =>
        {
            var random = new Random(seed);
            var taskOf = values.Select(_ => random.Next(tasks)).ToArray();
            var counts = Enumerable.Range(0, tasks).Select(_ => random.Next(4)).ToArray();
            double[] qs = [0, 0.25, 0.5, 0.9, 0.99, 1];
            var results = new double[qs.Length];

            new TaskQuantiles(values, taskOf, tasks, qs).Evaluate(counts, results);

            var written = values.SelectMany((value, i) => Enumerable.Repeat(value, counts[taskOf[i]])).Order().ToArray();
            for (var i = 0; i < qs.Length; i++)
                Assert.Equal(Percentile.Of(written, qs[i]) ?? double.NaN, results[i], 1e-9);
        });

    [Fact]
    public void Tasks_are_resampled_not_attempts()
    {
        // Ten tasks whose 20 samples are all alike: the interval is as wide as that of ten observations.
        var perTask = Enumerable.Range(0, 10).Select(task => task % 2 == 0 ? 1.0 : 0.0).ToArray();

        var (low, high) = Interval(new TaskMean(perTask), 10, 1);

        Assert.InRange(high - low, 0.5, 0.7);
    }

    [Fact]
    public void A_cost_that_buys_nothing_in_many_draws_is_unbounded()
    {
        var (_, high) = Interval(new TaskRatio([.. Enumerable.Repeat(1.0, 10)], [1, .. new double[9]]), 10, 1);

        Assert.Equal(double.PositiveInfinity, high);
    }

    private static void AssertInterval(string vector, (double Low, double High) actual)
    {
        var expected = Vectors.Get(vector).GetProperty("ci").Numbers();
        Assert.Equal(expected[0], actual.Low, 1e-9);
        Assert.Equal(expected[1], actual.High, 1e-9);
    }

    private static (double Low, double High) Interval(IReplicateStatistic statistic, int tasks, ulong seed) =>
        TaskBootstrap.Intervals(tasks, statistic.Count, statistic.Evaluate, seed)[0];

    private static double[] Point(TaskRatio statistic, int tasks)
    {
        var values = new double[statistic.Count];
        statistic.Evaluate([.. Enumerable.Repeat(1, tasks)], values);
        return values;
    }
}
