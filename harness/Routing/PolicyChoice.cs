using System.Globalization;
using Eval.Routing.Policies;

namespace Eval.Harness.Routing;

/// <summary>
/// Makes the choices of a policy that depend on the request alone, so that what is left asks models one after the other, or at once.
/// </summary>
internal static class PolicyChoice
{
    /// <summary>Returns the policy without rules, thresholds and mixes.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="feature">The value of a feature of the request by its name; null when it has none.</param>
    /// <param name="uniform">Draws a number from 0 to below 1.</param>
    public static RoutingPolicy For(RoutingPolicy policy, Func<string, string?> feature, Func<double> uniform)
    {
        RoutingPolicy Chosen(RoutingPolicy part) => For(part, feature, uniform);
        return policy switch
        {
            ClassPolicy classes => Chosen(classes.For(feature(classes.Feature))),
            ThresholdPolicy threshold => Chosen(threshold.For(Number(feature(threshold.Score)))),
            MixPolicy mix => Chosen(mix.For(uniform())),
            CascadePolicy cascade => new CascadePolicy([.. cascade.Stages.Select(stage => stage with { Policy = Chosen(stage.Policy) })]),
            FailoverPolicy failover => failover with { Policies = [.. failover.Policies.Select(Chosen)] },
            HedgePolicy hedge => hedge with { Primary = Chosen(hedge.Primary), Backup = Chosen(hedge.Backup) },
            _ => policy,
        };
    }

    private static double? Number(string? value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
