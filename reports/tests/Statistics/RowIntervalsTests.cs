using Eval.Results.Records;
using Eval.Results.Statistics;

namespace Eval.Reports.Tests.Statistics;

public sealed class RowIntervalsTests
{
    private const ulong Seed = 42;

    [Theory]
    [InlineData(10)]
    [InlineData(40)]
    public void From_ten_tasks_on_intervals_are_those_of_the_bootstrap_over_tasks(int tasks)
    {
        var sample = new RowSample(Attempts(tasks, samples: 2));
        var (rates, costs) = (Rates(sample), sample.PerTask(attempt => (double)attempt.CostUsd!.Value));
        var (intervals, rate, latency, ratio) = Computed(sample);

        // The same statistics of the same draws, each computed anew from the attempts that were drawn.
        var expected = TaskBootstrap.Intervals(
            tasks,
            4,
            (counts, values) =>
            {
                var drawn = new List<int>();
                for (var task = 0; task < counts.Length; task++)
                {
                    drawn.AddRange(Enumerable.Repeat(task, counts[task]));
                }

                var latencies = drawn.SelectMany(task => Enumerable.Range(0, sample.Attempts.Length).Where(i => sample.TaskOf[i] == task))
                    .Select(i => sample.Attempts[i].Timing!.Total.TotalMilliseconds).Order().ToArray();
                values[0] = drawn.Average(task => rates[task]);
                values[1] = Percentile.Compute(latencies, 0.5)!.Value;
                values[2] = Percentile.Compute(latencies, 0.9)!.Value;
                values[3] = drawn.Sum(task => costs[task]) / drawn.Sum(task => 2 * rates[task]);
            },
            Seed);

        AssertSame(rates.Average(), expected[0], tasks, intervals.Rate(rate, rates)!);
        AssertSame(Quantile(sample, 0.5), expected[1], 2 * tasks, intervals.Quantile(latency, 0, 0.5)!);
        AssertSame(Quantile(sample, 0.9), tasks < 36 ? (expected[2].Low, double.PositiveInfinity) : expected[2], 2 * tasks,
            intervals.Quantile(latency, 1, 0.9)!);
        AssertSame(costs.Sum() / (2 * rates.Sum()), expected[3], tasks, intervals.Ratio(ratio)!);
    }

    [Fact]
    public void Below_ten_tasks_rates_have_wilsons_interval_quantiles_that_of_ranks_and_ratios_none()
    {
        var sample = new RowSample(Attempts(9, samples: 1));
        var (intervals, rate, latency, ratio) = Computed(sample);

        var latencies = sample.Attempts.Select(attempt => attempt.Timing!.Total.TotalMilliseconds).Order().ToList();
        var ranks = Percentile.OrderStatisticRanks(9, 0.5);
        Assert.Equal(WilsonInterval.Compute(Rates(sample).Sum(), 9), intervals.Rate(rate, Rates(sample)));
        Assert.Equal((latencies[ranks.Low!.Value - 1], latencies[ranks.High!.Value - 1]),
            (intervals.Quantile(latency, 0, 0.5)!.Low, intervals.Quantile(latency, 0, 0.5)!.High));
        Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), (intervals.Ratio(ratio)!.Low, intervals.Ratio(ratio)!.High));
    }

    [Fact]
    public void A_quantile_that_fewer_than_ten_tasks_have_is_bounded_by_ranks()
    {
        var sample = new RowSample(Attempts(12, samples: 1).Select((attempt, i) => i < 9 ? attempt : attempt with { Timing = null }));
        var (intervals, _, latency, _) = Computed(sample);

        var median = intervals.Quantile(latency, 0, 0.5)!;

        Assert.Equal(9, median.N);
        Assert.Equal(Latencies(sample).OrderStatisticInterval(0.5), (median.Low, median.High));
    }

    [Fact]
    public void Tasks_asked_once_have_wilsons_interval_and_what_nobody_has_no_rate()
    {
        var sample = new RowSample(Attempts(20, samples: 1));
        var (intervals, rate, _, _) = Computed(sample);
        var rates = Rates(sample);

        Assert.Equal(WilsonInterval.Compute(rates.Sum(), 20), intervals.Rate(rate, rates));
        Assert.Equal(WilsonInterval.Compute(rates.Skip(1).Sum(), 19), intervals.Rate(rate, [double.NaN, .. rates.Skip(1)]));
        Assert.Equal(WilsonInterval.Compute(1, 1), intervals.Rate(rate, [1]));
        Assert.Null(intervals.Rate(rate, [double.NaN, double.NaN]));
        Assert.Null(intervals.Rate(null, rates));
    }

    private static (RowIntervals Intervals, int? Rate, int Latency, int? Ratio) Computed(RowSample sample)
    {
        var intervals = new RowIntervals(sample);
        var rate = intervals.Add(new TaskMean(Rates(sample)));
        var latency = intervals.Add(Latencies(sample))!.Value;
        var ratio = intervals.Add(new TaskRatio(sample.PerTask(attempt => (double)attempt.CostUsd!.Value),
            Array.ConvertAll(sample.CountPerTask(attempt => attempt.Passed), n => (double)n)));
        intervals.Compute();
        return (intervals, rate, latency, ratio);
    }

    private static TaskQuantiles Latencies(RowSample sample) =>
        sample.Quantiles(attempt => attempt.Timing?.Total.TotalMilliseconds, 0.5, 0.9);

    private static double[] Rates(RowSample sample) =>
        sample.CountPerTask(attempt => attempt.Passed).Zip(sample.CountPerTask(_ => true), (passed, all) => (double)passed / all).ToArray();

    private static double Quantile(RowSample sample, double q) =>
        Percentile.Compute([.. sample.Attempts.Select(attempt => attempt.Timing!.Total.TotalMilliseconds).Order()], q)!.Value;

    private static void AssertSame(double value, (double Low, double High) ends, int n, Estimate estimate)
    {
        Assert.Equal(n, estimate.N);
        Assert.Equal([value, ends.Low, ends.High], [estimate.Value, estimate.Low, estimate.High],
            (x, y) => x.Equals(y) || Math.Abs(x - y) < 1e-9);
    }

    /// <summary>Tasks of all difficulties whose latency and cost differ.</summary>
    private static IEnumerable<Attempt> Attempts(int tasks, int samples)
    {
        for (var task = 0; task < tasks; task++)
        {
            for (var sample = 0; sample < samples; sample++)
            {
                var variation = ((task * 7) + (sample * 3)) % 11;
                yield return An.Attempt($"t{task:00}", sample: sample) with
                {
                    Verdict = variation % 3 == 0 ? Verdict.Failed : Verdict.Passed,
                    Timing = An.Timing(100, 500 + (100 * variation) + task),
                    CostUsd = 0.001m * (1 + variation),
                };
            }
        }
    }
}
