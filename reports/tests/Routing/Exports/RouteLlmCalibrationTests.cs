using Eval.Reports.Exports;
using Eval.Reports.Tests.Statistics;

namespace Eval.Reports.Tests.Routing.Exports;

public sealed class RouteLlmCalibrationTests
{
    [Fact]
    public void Thresholds_equal_those_of_numpy_and_give_exactly_their_share()
    {
        var vector = Vectors.Get("routellm_threshold");
        var scores = vector.GetProperty("scores").Numbers();

        Assert.All(vector.GetProperty("strong_pct").Numbers().Zip(vector.GetProperty("threshold").Numbers()), expected =>
        {
            var threshold = RouteLlmCalibration.ThresholdOf(scores, expected.First);
            Assert.Equal(expected.Second, threshold);
            Assert.Equal(expected.First, scores.Count(score => score >= threshold) / (double)scores.Length, 12);
        });
    }

    [Fact]
    public void Nobody_is_strong_at_no_share_unless_the_best_score_is_met()
    {
        Assert.Equal(0.9, RouteLlmCalibration.ThresholdOf([0.9, 0.1], 0));
        Assert.Equal(0.1, RouteLlmCalibration.ThresholdOf([0.9, 0.1], 1));
    }

    [Fact]
    public void A_threshold_needs_scores_and_a_share()
    {
        Assert.Throws<ArgumentException>(() => RouteLlmCalibration.ThresholdOf([], 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => RouteLlmCalibration.ThresholdOf([0.5], 1.1));
    }
}
