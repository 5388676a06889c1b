using Eval.Results.Statistics;
using MathNet.Numerics.Distributions;

namespace Eval.Reports.Tests.Statistics;

/// <summary>
/// An interval of 95 % holds the truth about 95 times in 100. Where outcomes can be counted out they are; elsewhere runs are simulated from
/// a fixed seed, with tasks whose difficulty differs as it does in real data sets.
/// </summary>
public sealed class CoverageTests
{
    private const int Rounds = 500;

    private static readonly Dictionary<string, Func<int, int, Estimate?>> OfProportions = new()
    {
        ["wilson"] = (x, n) => WilsonInterval.Compute(x, n),
        ["jeffreys"] = JeffreysInterval.Compute,
    };

    [Theory]
    [InlineData("wilson", 10)]
    [InlineData("wilson", 50)]
    [InlineData("wilson", 164)]
    [InlineData("jeffreys", 10)]
    [InlineData("jeffreys", 50)]
    [InlineData("jeffreys", 164)]
    public void A_proportion_is_covered_over_all_rates(string name, int n)
    {
        var intervals = Enumerable.Range(0, n + 1).Select(x => OfProportions[name](x, n)!).ToList();
        var rates = Enumerable.Range(0, 400).Select(i => (i + 0.5) / 400).ToList();

        var coverage = rates.Average(rate => Enumerable.Range(0, n + 1)
            .Where(x => intervals[x].Low <= rate && rate <= intervals[x].High).Sum(x => Binomial.PMF(rate, n, x)));

        Assert.InRange(coverage, 0.945, 0.96);
    }

    [Fact]
    public void A_rate_over_tasks_of_several_samples_is_covered_and_would_not_be_over_attempts()
    {
        const int Tasks = 100;
        const int Samples = 5;
        var random = new Random(11);
        var (byTask, byAttempt) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            // A task's own rate is anything from 0 to 1; the truth over all tasks is a half.
            var means = Draw(Tasks, () => Passes(random, random.NextDouble(), Samples) / (double)Samples);

            byTask += Holds(Interval(new TaskMean(means), Tasks), 0.5);
            byAttempt += Holds(WilsonInterval.Compute(Samples * means.Sum(), Tasks * Samples)!, 0.5);
        }

        Assert.InRange(byTask / (double)Rounds, 0.93, 0.97);
        Assert.InRange(byAttempt / (double)Rounds, 0, 0.88);
    }

    [Fact]
    public void A_difference_on_the_same_tasks_is_covered()
    {
        const int Tasks = 60;
        const int Samples = 3;
        var random = new Random(12);
        var covered = 0;
        for (var round = 0; round < Rounds; round++)
        {
            // The second model has 0.8 of the first one's rate on each task: 0.5 and 0.4 over all.
            var differences = Draw(Tasks, () =>
            {
                var rate = random.NextDouble();
                return (Passes(random, rate, Samples) - Passes(random, 0.8 * rate, Samples)) / (double)Samples;
            });

            covered += Holds(TaskDifference.Estimate(differences), 0.1);
        }

        Assert.InRange(covered / (double)Rounds, 0.93, 0.97);
    }

    [Fact]
    public void Newcombes_interval_of_a_paired_difference_is_covered_over_many_pairs_of_models()
    {
        var random = new Random(13);
        var covered = 0;
        const int Pairs = 20_000;
        for (var pair = 0; pair < Pairs; pair++)
        {
            var (both, first, second) = (0.3 + (0.4 * random.NextDouble()), 0.15 * random.NextDouble(), 0.15 * random.NextDouble());
            var counts = new int[4];
            for (var task = 0; task < 80; task++)
            {
                var at = random.NextDouble();
                counts[at < both ? 0 : at < both + first ? 1 : at < both + first + second ? 2 : 3]++;
            }

            covered += Holds(NewcombeInterval.Compute(new PairedCounts(counts[0], counts[1], counts[2], counts[3]))!, first - second);
        }

        Assert.InRange(covered / (double)Pairs, 0.93, 0.97);
    }

    [Fact]
    public void The_cost_of_a_solved_task_is_covered()
    {
        const int Tasks = 150;
        var random = new Random(14);
        var covered = 0;
        for (var round = 0; round < Rounds; round++)
        {
            // Costs have a long tail (mean e^0.125) and hard tasks cost more: they fail half the time at twice the price.
            var (costs, passed) = (new double[Tasks], new double[Tasks]);
            for (var task = 0; task < Tasks; task++)
            {
                var isHard = random.Next(2) == 0;
                costs[task] = (isHard ? 2 : 1) * Math.Exp(0.5 * Gaussian(random));
                passed[task] = random.NextDouble() < (isHard ? 0.5 : 0.9) ? 1 : 0;
            }

            covered += Holds(Interval(new TaskRatio(costs, passed), Tasks), 1.5 * Math.Exp(0.125) / 0.7);
        }

        Assert.InRange(covered / (double)Rounds, 0.93, 0.97);
    }

    [Fact]
    public void A_median_time_of_several_samples_a_task_is_covered()
    {
        const int Tasks = 60;
        const int Samples = 3;
        var random = new Random(15);
        var taskOf = Enumerable.Range(0, Tasks * Samples).Select(i => i / Samples).ToArray();
        var covered = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var ofTask = Draw(Tasks, () => Gaussian(random));
            var times = Array.ConvertAll(taskOf, task => Math.Exp(ofTask[task] + Gaussian(random)));

            covered += Holds(Interval(new TaskQuantiles(times, taskOf, Tasks, 0.5), Tasks), 1);
        }

        Assert.InRange(covered / (double)Rounds, 0.93, 0.97);
    }

    [Fact]
    public void A_mean_of_clustered_tasks_is_covered_by_the_clustered_error_and_not_by_the_plain_one()
    {
        const int Clusters = 50;
        const int Size = 4;
        var random = new Random(16);
        var clusterOf = Enumerable.Range(0, Clusters * Size).Select(i => i / Size).ToList();
        var (clustered, plain) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var ofCluster = Draw(Clusters, random.NextDouble);
            var values = clusterOf.ConvertAll(cluster => random.NextDouble() < ofCluster[cluster] ? 1.0 : 0.0);
            var distance = Math.Abs(values.Average() - 0.5) / NormalQuantile.TwoSided95;

            clustered += distance <= StandardError.Cautious(values, clusterOf) ? 1 : 0;
            plain += distance <= StandardError.OfMean(values) ? 1 : 0;
        }

        Assert.InRange(clustered / (double)Rounds, 0.93, 0.97);
        Assert.InRange(plain / (double)Rounds, 0, 0.88);
    }

    [Fact]
    public void Equal_models_are_told_apart_at_most_5_times_in_100()
    {
        // Summed over all ways the discordant pairs of a fair coin can fall.
        foreach (var pairs in new[] { 1, 6, 13, 30, 100, 155 })
        {
            var falseAlarms = Enumerable.Range(0, pairs + 1).Where(b => McNemarTest.Exact(b, pairs - b) < 0.05)
                .Sum(b => Binomial.PMF(0.5, pairs, b));
            Assert.InRange(falseAlarms, 0, 0.05);
        }
    }

    private static int Holds(Estimate interval, double truth) => Holds((interval.Low, interval.High), truth);

    private static int Holds((double Low, double High) interval, double truth) => interval.Low <= truth && truth <= interval.High ? 1 : 0;

    private static (double Low, double High) Interval(IReplicateStatistic statistic, int tasks) =>
        TaskBootstrap.Intervals(tasks, 1, statistic.Evaluate, RowIntervals.Seed)[0];

    private static double[] Draw(int count, Func<double> value) => [.. Enumerable.Range(0, count).Select(_ => value())];

    private static int Passes(Random random, double rate, int samples)
    {
        var passes = 0;
        for (var sample = 0; sample < samples; sample++)
        {
            passes += random.NextDouble() < rate ? 1 : 0;
        }

        return passes;
    }

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
