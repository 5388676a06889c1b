using CsCheck;
using Eval.Reports.Drift;
using Eval.Reports.Tests.Statistics;

namespace Eval.Reports.Tests.Drift;

public sealed class CusumTests
{
    [Fact]
    public void Sums_are_the_known_ones()
    {
        var vector = Vectors.Get("cusum");
        var cusum = new Cusum();

        var sums = vector.GetProperty("z").Numbers().Select(cusum.Add).ToArray();

        Assert.Equal(Cusum.Allowance, vector.GetProperty("k").GetDouble());
        Assert.Equal(vector.GetProperty("S").Numbers(), sums, (x, y) => Math.Abs(x - y) < 1e-9);
        cusum.Reset();
        Assert.Equal(0, cusum.Sum);
    }

    [Fact]
    public void Nights_until_an_alarm_are_the_known_ones()
    {
        foreach (var vector in Vectors.Get("cusum_arl").EnumerateArray())
        {
            var limit = vector.GetProperty("h").GetDouble();
            Assert.Equal(Cusum.Allowance, vector.GetProperty("k").GetDouble());
            Assert.Equal(vector.GetProperty("arl0").GetDouble(), CusumRunLength.Nights(limit), 0.5);
            Assert.Equal(vector.GetProperty("arl1_shift1").GetDouble(), CusumRunLength.Nights(limit, 1), 0.5);
        }
    }

    [Fact]
    public void A_worse_night_never_lowers_the_sum_and_it_never_falls_below_0() =>
        Gen.Select(Gen.Double[-3, 3].Array[1, 40], Gen.Int[0, 39], Gen.Double[0, 3]).Sample((scores, at, loss) =>
        {
            var worse = scores.ToArray();
            worse[at % worse.Length] -= loss;
            var (sum, ofWorse) = (new Cusum(), new Cusum());
            for (var night = 0; night < scores.Length; night++)
            {
                Assert.True(ofWorse.Add(worse[night]) >= sum.Add(scores[night]));
                Assert.True(sum.Sum >= 0);
            }
        });

    [Fact]
    public void Alarms_are_rarer_at_a_higher_limit_and_sooner_after_a_greater_loss() =>
        Gen.Select(Gen.Double[1, 6], Gen.Double[0.1, 2], Gen.Double[0, 1.5]).Sample((limit, more, shift) =>
        {
            var nights = CusumRunLength.Nights(limit, shift);
            Assert.True(CusumRunLength.Nights(limit + more, shift) > nights);
            Assert.True(CusumRunLength.Nights(limit, shift + more) < nights);
            Assert.True(nights > 1);
        }, iter: 10);

    [Theory]
    [InlineData(2)]
    [InlineData(12)]
    [InlineData(500)]
    public void Several_series_have_a_limit_at_which_they_are_as_quiet_as_one(int series)
    {
        var wanted = series * CusumRunLength.Nights(Cusum.DefaultLimit);

        Assert.Equal(wanted, CusumRunLength.Nights(CusumRunLength.LimitFor(series)), 0.02 * wanted);
    }

    [Fact]
    public void One_series_has_the_usual_limit()
    {
        Assert.Equal(Cusum.DefaultLimit, CusumRunLength.LimitFor(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => CusumRunLength.LimitFor(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => CusumRunLength.Nights(0));
    }

    [Fact]
    public void A_night_has_the_known_score()
    {
        var vector = Vectors.Get("drift_z");
        var nights = vector.GetProperty("m").GetInt32();
        var before = vector.GetProperty("s").Numbers().Select((s, i) => (i, s)).ToDictionary(x => $"t{x.i}", x => ((int)x.s, nights));
        var night = vector.GetProperty("y").Numbers().Select((y, i) => (i, y)).ToDictionary(x => $"t{x.i}", x => ((int)x.y, 1));

        Assert.Equal(vector.GetProperty("z").GetDouble(), new PassRateBaseline(before).Score(night)!.Value, 1e-9);
    }

    [Fact]
    public void Tasks_that_only_one_side_knows_do_not_count()
    {
        var baseline = new PassRateBaseline(new Dictionary<string, (int, int)> { ["a"] = (5, 5), ["b"] = (0, 0) });

        Assert.Null(baseline.Score(new Dictionary<string, (int, int)> { ["b"] = (1, 1), ["c"] = (1, 1), ["a"] = (0, 0) }));
        Assert.Equal(
            baseline.Score(new Dictionary<string, (int, int)> { ["a"] = (0, 1) }),
            baseline.Score(new Dictionary<string, (int, int)> { ["a"] = (0, 1), ["c"] = (1, 1) }));
    }
}
