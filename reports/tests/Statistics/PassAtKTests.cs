using CsCheck;
using Eval.Results.Statistics;

namespace Eval.Reports.Tests.Statistics;

public sealed class PassAtKTests
{
    private static readonly Gen<(int N, int C, int K)> Cases =
        Gen.Int[1, 12].SelectMany(n => Gen.Int[0, n].SelectMany(c => Gen.Int[1, n].Select(k => (n, c, k))));

    [Fact]
    public void Known_answers_are_met()
    {
        foreach (var vector in Vectors.Get("pass_at_k").EnumerateArray())
        {
            var value = PassAtK.Estimate(vector.GetProperty("n").GetInt32(), vector.GetProperty("c").GetInt32(),
                vector.GetProperty("k").GetInt32());
            if (vector.GetProperty("v").ValueKind == System.Text.Json.JsonValueKind.Null)
            {
                Assert.Null(value);
            }
            else
            {
                Assert.Equal(vector.GetProperty("v").GetDouble(), value!.Value, 1e-9);
            }
        }
    }

    [Fact]
    public void It_equals_counting_all_subsets() => Cases.Sample(x =>
        Assert.Equal(ByCounting(x.N, x.C, x.K), PassAtK.Estimate(x.N, x.C, x.K)!.Value, 1e-12));

    [Fact]
    public void Pass_at_1_equals_the_fraction_correct() => Cases.Sample(x =>
        Assert.Equal((double)x.C / x.N, PassAtK.Estimate(x.N, x.C, 1)!.Value, 1e-12));

    [Fact]
    public void It_never_falls_as_more_are_correct_or_more_are_drawn() => Cases.Sample(x =>
    {
        var value = PassAtK.Estimate(x.N, x.C, x.K)!.Value;
        Assert.InRange(value, 0, 1);
        Assert.True(x.C == x.N || PassAtK.Estimate(x.N, x.C + 1, x.K) >= value - 1e-12);
        Assert.True(x.K == x.N || PassAtK.Estimate(x.N, x.C, x.K + 1) >= value - 1e-12);
    });

    [Fact]
    public void Leaving_a_sample_out_at_random_changes_nothing_on_average() => Cases.Where(x => x.K < x.N).Sample(x =>
    {
        // Unbiased: drawing n - 1 of n samples at random and estimating from them gives the estimate from all n on average.
        var withoutRight = x.C > 0 ? PassAtK.Estimate(x.N - 1, x.C - 1, x.K)!.Value : 0;
        var withoutWrong = x.C < x.N ? PassAtK.Estimate(x.N - 1, x.C, x.K)!.Value : 0;
        Assert.Equal(((x.C * withoutRight) + ((x.N - x.C) * withoutWrong)) / x.N, PassAtK.Estimate(x.N, x.C, x.K)!.Value, 1e-12);
    });

    [Fact]
    public void Impossible_counts_are_refused_and_more_than_was_sampled_is_undefined()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PassAtK.Estimate(3, 4, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PassAtK.Estimate(3, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PassAtK.Estimate(3, 1, 0));
        Assert.Null(PassAtK.Estimate(3, 3, 4));
    }

    private static double ByCounting(int n, int c, int k)
    {
        var (hits, all) = (0, 0);
        for (var subset = 0; subset < 1 << n; subset++)
        {
            if (System.Numerics.BitOperations.PopCount((uint)subset) != k)
            {
                continue;
            }

            all++;
            if ((subset & ((1 << c) - 1)) != 0)
            {
                hits++;
            }
        }

        return (double)hits / all;
    }
}
