using CsCheck;
using Eval.Results.Statistics;

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

        var vector = Vectors.Get("boot_paired");
        AssertInterval(vector, Interval(new TaskMean(differences), differences.Length, vector.GetProperty("seed").GetUInt64()));
        Assert.Equal(TaskBootstrap.Replicates, vector.GetProperty("B").GetInt32());
    }

    [Fact]
    public void Cost_per_solved_task_has_the_known_value_and_interval()
    {
        var vector = Vectors.Get("cost_per_solved");
        var ratio = new TaskRatio(vector.GetProperty("cost").Numbers(), vector.GetProperty("y").Numbers());

        Assert.Equal(vector.GetProperty("v").GetDouble(), Point(ratio, 10)[0], 1e-9);
        AssertInterval(vector, Interval(ratio, 10, vector.GetProperty("seed").GetUInt64()));
        Assert.Equal(vector.GetProperty("n_inf").GetInt32(), Replicates(ratio, 10, 7).Count(double.IsPositiveInfinity));
    }

    [Theory]
    [InlineData("p50", 0.5)]
    [InlineData("p90", 0.9)]
    public void Latency_quantiles_have_the_known_intervals(string name, double q)
    {
        var values = Vectors.Get("latency").GetProperty("x").Numbers();
        var quantiles = new TaskQuantiles(values, [.. Enumerable.Range(0, values.Length)], values.Length, q);
        var vector = Vectors.Get("latency_boot");
        var expected = vector.GetProperty(name).Numbers();

        var (low, high) = Interval(quantiles, values.Length, vector.GetProperty("seed").GetUInt64());

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
            {
                Assert.Equal(Percentile.Compute(written, qs[i]) ?? double.NaN, results[i], 1e-9);
            }
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

    [Fact]
    public void The_same_seed_gives_the_same_interval() => Gen.Double[0, 1].Array[10, 40].Sample(
        values => Assert.Equal(Interval(new TaskMean(values), values.Length, 5), Interval(new TaskMean([.. values]), values.Length, 5)),
            iter: 20);

    [Fact]
    public void Another_seed_gives_another_interval()
    {
        double[] values = [.. Enumerable.Range(0, 40).Select(i => Math.Sqrt(i) / 7)];

        Assert.NotEqual(Interval(new TaskMean(values), values.Length, 5), Interval(new TaskMean(values), values.Length, 6));
    }

    [Fact]
    public void An_interval_of_means_lies_within_the_values_and_moves_and_stretches_with_them() =>
        Gen.Select(Gen.Double[0, 1].Array[10, 40], Gen.Double[-5, 5], Gen.Double[0.1, 9]).Sample((values, shift, stretch) =>
        {
            var (low, high) = Interval(new TaskMean(values), values.Length, 5);
            var moved = Interval(new TaskMean(Array.ConvertAll(values, value => shift + (stretch * value))), values.Length, 5);

            Assert.True(values.Min() <= low && low <= high && high <= values.Max());
            Assert.Equal(shift + (stretch * low), moved.Low, 1e-9);
            Assert.Equal(shift + (stretch * high), moved.High, 1e-9);
        }, iter: 30);

    [Fact]
    public void Statistics_computed_together_equal_those_computed_alone() => Gen.Double[0, 1].Array[10, 30].Sample(values =>
    {
        var (mean, ratio) = (new TaskMean(values), new TaskRatio(values, [.. values.Select(_ => 1.0)]));
        var together = TaskBootstrap.Intervals(values.Length, 2, (counts, results) =>
        {
            mean.Evaluate(counts, results[..1]);
            ratio.Evaluate(counts, results[1..]);
        }, 3);

        Assert.Equal(Interval(mean, values.Length, 3), together[0]);
        Assert.Equal(Interval(ratio, values.Length, 3), together[1]);
    }, iter: 20);

    [Fact]
    public void Every_replicate_draws_as_many_tasks_as_there_are_and_no_two_draw_alike()
    {
        var draws = new HashSet<string>();
        TaskBootstrap.Intervals(25, 1, (counts, values) =>
        {
            Assert.Equal(25, counts.ToArray().Sum());
            draws.Add(string.Join(' ', counts.ToArray()));
        }, 9);

        Assert.Equal(TaskBootstrap.Replicates, draws.Count);
    }

    [Fact]
    public void Undefined_replicates_are_left_out_and_without_any_nothing_is_bounded()
    {
        // The mean of the one task that has a value is undefined whenever it is not drawn, and 3 otherwise.
        double[] values = [3, .. Enumerable.Repeat(double.NaN, 9)];

        Assert.Equal((3.0, 3.0), Interval(new TaskMean(values), 10, 1));
        Assert.Equal((double.NegativeInfinity, double.PositiveInfinity),
            Interval(new TaskMean([.. Enumerable.Repeat(double.NaN, 10)]), 10, 1));
    }

    [Fact]
    public void A_bounded_number_is_below_its_bound() => Gen.Select(Gen.Int[1, int.MaxValue], Gen.ULong, Gen.Long[0, long.MaxValue - 1])
        .Sample((bound, seed, index) => Assert.InRange(SplitMix64.Below(bound, seed, index), 0, bound - 1));

    private static List<double> Replicates(TaskRatio statistic, int tasks, ulong seed)
    {
        var results = new List<double>();
        TaskBootstrap.Intervals(tasks, 1, (counts, values) =>
        {
            statistic.Evaluate(counts, values);
            results.Add(values[0]);
        }, seed);
        return results;
    }

    private static void AssertInterval(System.Text.Json.JsonElement vector, (double Low, double High) actual)
    {
        var expected = vector.GetProperty("ci").Numbers();
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
