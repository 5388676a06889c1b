using CsCheck;
using Eval.Results.Statistics;

namespace Eval.Reports.Tests.Statistics;

public sealed class TaskDifferenceTests
{
    [Fact]
    public void Changing_sides_mirrors_the_interval() => Gen.Double[-1, 1].Array[10, 40].Sample(differences =>
    {
        var (one, other) = (TaskDifference.Estimate(differences),
            TaskDifference.Estimate([.. differences.Select(difference => -difference)]));

        Assert.Equal(differences.Average(), one.Value, 1e-12);
        Assert.Equal(one.Value, -other.Value, 1e-9);
        Assert.Equal(one.Low, -other.High, 1e-9);
        Assert.Equal(one.High, -other.Low, 1e-9);
        Assert.Equal(differences.Length, one.N);
    }, iter: 30);

    [Fact]
    public void Below_ten_tasks_it_is_unbounded()
    {
        Assert.Equal(new Estimate(0.5, double.NegativeInfinity, double.PositiveInfinity, 9),
            TaskDifference.Estimate([.. Enumerable.Repeat(0.5, 9)]));
        Assert.True(double.IsFinite(TaskDifference.Estimate([.. Enumerable.Repeat(0.5, 9), 0]).High));
        Assert.Throws<ArgumentOutOfRangeException>(() => TaskDifference.Estimate([]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.9)]
    [InlineData(-0.9)]
    public void Equal_differences_reach_as_far_as_none_in_n_does(double difference)
    {
        var reach = WilsonInterval.Compute(0, 10)!.High;

        var interval = TaskDifference.Estimate([.. Enumerable.Repeat(difference, 10)]);

        Assert.Equal(new Estimate(interval.Value, Math.Max(-1, interval.Value - reach), Math.Min(1, interval.Value + reach), 10), interval);
        Assert.Equal(difference, interval.Value, 1e-12);
    }
}
