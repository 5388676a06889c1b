using CsCheck;
using Eval.Results.Statistics;

namespace Eval.Reports.Tests.Statistics;

public sealed class PairedTestTests
{
    private static readonly Gen<PairedCounts> Counts =
        Gen.Select(Gen.Int[0, 60], Gen.Int[0, 60], Gen.Int[0, 60], Gen.Int[0, 60], (a, b, c, d) => new PairedCounts(a, b, c, d))
            .Where(counts => counts.Tasks > 0);

    [Fact]
    public void McNemar_has_the_known_p_values()
    {
        foreach (var vector in Vectors.Get("mcnemar").EnumerateArray())
        {
            var (b, c) = (vector.GetProperty("b").GetInt32(), vector.GetProperty("c").GetInt32());
            Assert.Equal(vector.GetProperty("exact").GetDouble(), McNemarTest.Exact(b, c), 1e-9);
            Assert.Equal(vector.GetProperty("midp").GetDouble(), McNemarTest.MidP(b, c), 1e-9);
        }
    }

    [Fact]
    public void McNemar_does_not_care_which_comes_first_and_mid_p_is_the_smaller() => Counts.Sample(x =>
    {
        var exact = McNemarTest.Exact(x.OnlyFirst, x.OnlySecond);
        Assert.Equal(exact, McNemarTest.Exact(x.OnlySecond, x.OnlyFirst), 1e-12);
        Assert.InRange(McNemarTest.MidP(x.OnlyFirst, x.OnlySecond), 0, exact + 1e-12);
        Assert.InRange(exact, 0, 1);
    });

    [Fact]
    public void McNemar_falls_as_the_discordant_pairs_lean_more_to_one_side() =>
        Gen.Int[1, 80].SelectMany(n => Gen.Select(Gen.Const(n), Gen.Int[0, (n - 1) / 2])).Sample((n, fewer) =>
    {
        Assert.True(McNemarTest.Exact(fewer, n - fewer) <= McNemarTest.Exact(fewer + 1, n - fewer - 1) + 1e-12);
        Assert.True(McNemarTest.MidP(fewer, n - fewer) <= McNemarTest.MidP(fewer + 1, n - fewer - 1) + 1e-12);
    });

    [Fact]
    public void McNemar_equals_the_sum_over_all_ways_to_fall() => Gen.Select(Gen.Int[0, 10], Gen.Int[0, 10]).Sample((b, c) =>
    {
        var ways = Enumerable.Range(0, 1 << (b + c)).ToList();
        var asFar = ways.Count(way => Math.Abs(2 * int.PopCount(way) - (b + c)) >= Math.Abs(b - c));
        Assert.Equal((double)asFar / ways.Count, McNemarTest.Exact(b, c), 1e-9);
    });

    [Fact]
    public void Newcombe_has_the_known_intervals()
    {
        foreach (var vector in Vectors.Get("newcombe").EnumerateArray())
        {
            var abcd = vector.GetProperty("abcd").EnumerateArray().Select(number => number.GetInt32()).ToArray();
            var expected = vector.GetProperty("r").Numbers();

            var interval = NewcombeInterval.Compute(new PairedCounts(abcd[0], abcd[1], abcd[2], abcd[3]))!;

            Assert.Equal(expected, [interval.Value, interval.Low, interval.High], (x, y) => Math.Abs(x - y) < 1e-9);
            Assert.Equal(abcd.Sum(), interval.N);
        }
    }

    [Theory]
    [InlineData(1, 0, 0, 1)]
    [InlineData(2, 1, 1, 1)]
    public void A_correlation_within_its_correction_for_continuity_is_none(int both, int onlyFirst, int onlySecond, int neither)
    {
        var counts = new PairedCounts(both, onlyFirst, onlySecond, neither);
        var (first, second) = (WilsonInterval.Compute(both + onlyFirst, counts.Tasks)!,
            WilsonInterval.Compute(both + onlySecond, counts.Tasks)!);

        var interval = NewcombeInterval.Compute(counts)!;

        Assert.Equal(interval.Value - Math.Sqrt(Math.Pow(first.Value - first.Low, 2) + Math.Pow(second.High - second.Value, 2)),
            interval.Low, 1e-12);
        Assert.Equal(interval.Value + Math.Sqrt(Math.Pow(second.Value - second.Low, 2) + Math.Pow(first.High - first.Value, 2)),
            interval.High, 1e-12);
    }

    [Fact]
    public void Newcombe_holds_the_difference_and_mirrors() => Counts.Sample(x =>
    {
        var (interval, mirrored) = (NewcombeInterval.Compute(x)!,
            NewcombeInterval.Compute(new PairedCounts(x.Both, x.OnlySecond, x.OnlyFirst, x.Neither))!);
        Assert.True(-1 <= interval.Low && interval.Low <= interval.Value && interval.Value <= interval.High && interval.High <= 1);
        Assert.Equal(interval.Low, -mirrored.High, 1e-12);
    });

    [Fact]
    public void Newcombe_narrows_as_tasks_grow() => Counts.Sample(x =>
    {
        var (few, many) = (NewcombeInterval.Compute(x)!,
            NewcombeInterval.Compute(new PairedCounts(4 * x.Both, 4 * x.OnlyFirst, 4 * x.OnlySecond, 4 * x.Neither))!);
        Assert.True(many.High - many.Low < few.High - few.Low);
    });

    [Fact]
    public void Newcombe_covers_the_true_difference_about_95_times_in_100()
    {
        var random = new Random(1);
        const int Rounds = 10_000;
        var covered = 0;
        for (var round = 0; round < Rounds; round++)
        {
            // Both pass .5, only the first .2, only the second .1.
            var counts = new int[4];
            for (var task = 0; task < 100; task++)
            {
                counts[random.NextDouble() switch { < 0.5 => 0, < 0.7 => 1, < 0.8 => 2, _ => 3 }]++;
            }

            var interval = NewcombeInterval.Compute(new PairedCounts(counts[0], counts[1], counts[2], counts[3]))!;
            covered += interval.Low <= 0.1 && 0.1 <= interval.High ? 1 : 0;
        }

        Assert.InRange(covered / (double)Rounds, 0.93, 0.97);
    }

    [Fact]
    public void Without_tasks_there_is_nothing()
    {
        Assert.Null(NewcombeInterval.Compute(new PairedCounts(0, 0, 0, 0)));
        Assert.Equal(0, new PairedCounts(0, 0, 0, 0).Discordance);
        Assert.Equal(0.3, new PairedCounts(5, 2, 1, 2).Discordance, 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => McNemarTest.Exact(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => McNemarTest.Exact(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => McNemarTest.MidP(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => McNemarTest.MidP(0, -1));
    }

    [Fact]
    public void Holm_has_the_known_values()
    {
        foreach (var vector in Vectors.Get("holm").EnumerateArray())
        {
            var expected = vector.GetProperty("adj").Numbers();
            Assert.Equal(expected, HolmAdjustment.Adjust(vector.GetProperty("p").Numbers()), (x, y) => Math.Abs(x - y) < 1e-9);
        }
    }

    [Fact]
    public void Holm_only_raises_keeps_the_order_and_is_milder_than_Bonferroni() => Gen.Double[0, 1].Array[1, 12].Sample(p =>
    {
        var adjusted = HolmAdjustment.Adjust(p);
        for (var i = 0; i < p.Length; i++)
        {
            Assert.InRange(adjusted[i], p[i], Math.Min(1, p.Length * p[i]) + 1e-12);
            Assert.All(Enumerable.Range(0, p.Length).Where(j => p[j] < p[i]), j => Assert.True(adjusted[j] <= adjusted[i]));
        }
    });

    [Fact]
    public void Holm_does_not_care_about_the_order_and_one_value_stays() => Gen.Double[0, 1].Array[1, 12].Sample(p =>
    {
        Assert.Equal(HolmAdjustment.Adjust(p).Reverse(), HolmAdjustment.Adjust([.. p.Reverse()]));
        Assert.Equal([p[0]], HolmAdjustment.Adjust([p[0]]));
    });

    [Fact]
    public void Evidence_of_discordant_pairs_has_the_known_values()
    {
        foreach (var vector in Vectors.Get("evalue").EnumerateArray())
        {
            var value = DiscordanceEvidence.Compute(vector.GetProperty("b").GetInt32(), vector.GetProperty("c").GetInt32());
            Assert.Equal(vector.GetProperty("e").GetDouble(), value, 1e-9);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => DiscordanceEvidence.Compute(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => DiscordanceEvidence.Compute(2, -1));
    }

    [Fact]
    public void Evidence_does_not_care_which_comes_first_and_a_fair_pair_adds_none_on_average() =>
        Gen.Select(Gen.Int[0, 60], Gen.Int[0, 60]).Sample((b, c) =>
    {
        var evidence = DiscordanceEvidence.Compute(b, c);
        Assert.Equal(evidence, DiscordanceEvidence.Compute(c, b), 1e-9 * evidence);
        Assert.Equal(evidence, (DiscordanceEvidence.Compute(b + 1, c) + DiscordanceEvidence.Compute(b, c + 1)) / 2, 1e-9 * evidence);
    });

    [Fact]
    public void Evidence_may_be_looked_at_every_night_where_each_pair_is_fresh()
    {
        var random = new Random(2);
        const int Rounds = 2000;
        var alarms = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var (b, c) = (0, 0);
            var isOver = false;
            for (var pair = 0; pair < 300; pair++)
            {
                (b, c) = random.Next(2) == 0 ? (b + 1, c) : (b, c + 1);
                isOver |= DiscordanceEvidence.Compute(b, c) >= 20;
            }

            alarms += isOver ? 1 : 0;
        }

        Assert.InRange(alarms / (double)Rounds, 0, 0.05);
    }
}
