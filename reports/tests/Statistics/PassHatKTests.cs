using CsCheck;
using Eval.Results.Statistics;

namespace Eval.Reports.Tests.Statistics;

public sealed class PassHatKTests
{
    private static readonly Gen<(int N, int C, int K)> Cases =
        Gen.Int[1, 12].SelectMany(n => Gen.Select(Gen.Int[0, n], Gen.Int[1, n], (c, k) => (n, c, k)));

    [Fact]
    public void Known_answers_are_met()
    {
        foreach (var vector in Vectors.Get("pass_hat_k").EnumerateArray())
        {
            var value = PassHatK.Estimate(vector.GetProperty("n").GetInt32(), vector.GetProperty("c").GetInt32(),
                vector.GetProperty("k").GetInt32());
            Assert.Equal(vector.GetProperty("v").GetDouble(), value!.Value, 1e-9);
        }
    }

    [Fact]
    public void It_is_the_share_of_all_k_subsets_that_pass_whole() => Cases.Sample(x =>
    {
        var subsets = Enumerable.Range(0, 1 << x.N).Where(set => int.PopCount(set) == x.K).ToList();
        var whole = subsets.Count(set => (set >> x.C) == 0);
        Assert.Equal((double)whole / subsets.Count, PassHatK.Estimate(x.N, x.C, x.K)!.Value, 1e-9);
    });

    [Fact]
    public void All_passing_is_never_likelier_than_any_passing() => Cases.Sample(x =>
        Assert.True(PassHatK.Estimate(x.N, x.C, x.K) <= PassAtK.Estimate(x.N, x.C, x.K) + 1e-12));

    [Fact]
    public void It_grows_with_what_is_correct_and_falls_with_what_is_drawn() => Cases.Sample(x =>
    {
        var value = PassHatK.Estimate(x.N, x.C, x.K)!.Value;
        Assert.InRange(value, 0, 1);
        Assert.True(x.C == x.N || PassHatK.Estimate(x.N, x.C + 1, x.K) >= value - 1e-12);
        Assert.True(x.K == x.N || PassHatK.Estimate(x.N, x.C, x.K + 1) <= value + 1e-12);
    });

    [Fact]
    public void More_than_was_sampled_is_undefined_and_impossible_counts_are_refused()
    {
        Assert.Null(PassHatK.Estimate(3, 1, 4));
        Assert.Equal(1, PassHatK.Estimate(3, 3, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => PassHatK.Estimate(3, 4, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PassHatK.Estimate(3, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PassHatK.Estimate(3, 1, 0));
    }
}
