using Eval.Harness.Routing;
using Eval.Routing.Policies;

namespace Eval.Harness.Tests.Routing;

public sealed class PolicyChoiceTests
{
    private static readonly SinglePolicy Cheap = new("cheap");
    private static readonly SinglePolicy Strong = new("strong");

    [Theory]
    [InlineData("completion", "cheap")]
    [InlineData("unheard-of", "strong")]
    [InlineData(null, "strong")]
    public void A_class_without_a_rule_takes_the_default(string? value, string model)
    {
        var policy = new ClassPolicy(RequestFeature.Class, new Dictionary<string, RoutingPolicy> { ["completion"] = Cheap }, Strong);

        Assert.Equal(model, For(policy, value));
    }

    [Theory]
    [InlineData("99.9", "cheap")]
    [InlineData("100", "strong")]
    [InlineData("many", "strong")]
    [InlineData("NaN", "strong")]
    [InlineData(null, "strong")]
    public void A_score_that_is_not_known_takes_the_strong_part(string? value, string model)
    {
        Assert.Equal(model, For(new ThresholdPolicy(RequestFeature.PromptTokens, 100, Strong, Cheap), value));
    }

    [Fact]
    public void A_mix_draws_by_its_weights_also_inside_other_policies()
    {
        var mix = new MixPolicy([new MixShare(Cheap, 3), new MixShare(Strong, 1)]);
        var draws = new Queue<double>([0.74, 0.76]);

        var chosen = Assert.IsType<FailoverPolicy>(PolicyChoice.For(new FailoverPolicy([mix, mix]), _ => null, draws.Dequeue));

        Assert.Equal([Cheap, Strong], chosen.Policies);
    }

    private static string For(RoutingPolicy policy, string? value) =>
        Assert.IsType<SinglePolicy>(PolicyChoice.For(policy, _ => value, () => 0)).Model;
}
