using Eval.Results.Statistics;

namespace Eval.Reports.Tests.Statistics;

public sealed class PredictedTotalTests
{
    // Student's t, 90 %, for 1 and 3 degrees of freedom.
    private const double T1 = 3.0776835371752527;
    private const double T3 = 1.6377443536962095;

    [Fact]
    public void One_answer_a_task_gives_the_spread_between_tasks()
    {
        var total = PredictedTotal.From([([100], 1), ([200], 1)])!.Value;

        // The variance of 100 and 200 is 5000; two requests to come, means of two.
        Assert.Equal(300, total.Expected, 1e-9);
        Assert.Equal(0, total.Low);
        Assert.Equal(300 + (T1 * Math.Sqrt(5000 * (2 + (4 / 2.0)))), total.High, 1e-6);
    }

    [Fact]
    public void Repeated_answers_leave_only_the_chance_within_a_task()
    {
        var total = PredictedTotal.From([([10, 14], 2), ([20, 20], 2)])!.Value;

        // The variances within the tasks are 8 and 0.
        var margin = T3 * Math.Sqrt(4 * (4 + (16 / 4.0)));
        Assert.Equal(64, total.Expected, 1e-9);
        Assert.Equal(64 - margin, total.Low, 1e-6);
        Assert.Equal(64 + margin, total.High, 1e-6);
    }

    [Fact]
    public void An_unknown_task_counts_as_the_mean_of_the_others_with_the_spread_between_them()
    {
        var total = PredictedTotal.From([([10], 1), ([20], 1), ([], 1)])!.Value;

        Assert.Equal(45, total.Expected, 1e-9);
        Assert.Equal(45 + (T1 * Math.Sqrt(50 * (3 + (9 / 2.0)))), total.High, 1e-6);
    }

    [Fact]
    public void Known_tasks_keep_their_own_mean_and_unknown_ones_have_the_spread_of_all_answers()
    {
        var total = PredictedTotal.From([([1, 3], 1), ([10, 10], 2), ([], 1)])!.Value;

        // Means of 2 and 10, so 6 for the unknown task; the variance of 1, 3, 10 and 10 is 22.
        Assert.Equal(2 + 20 + 6, total.Expected, 1e-9);
        Assert.Equal(28 + (T3 * Math.Sqrt(22 * (4 + (16 / 4.0)))), total.High, 1e-6);
    }

    [Fact]
    public void Nothing_to_come_adds_up_to_nothing() =>
        Assert.Equal(new PredictedTotal(0, 0, 0), PredictedTotal.From([([10], 0), ([20], 0)]));

    [Fact]
    public void A_single_earlier_answer_says_nothing() => Assert.Null(PredictedTotal.From([([10], 1), ([], 1)]));
}
