using Eval.Routing.Policies;

namespace Eval.Harness.Routing;

/// <summary>What a policy takes at least and at most, from what its models take.</summary>
internal static class PolicyBounds
{
    /// <summary>Returns the most: all that may be asked for one request.</summary>
    public static decimal Max(RoutingPolicy policy, Func<string, decimal> of) => policy switch
    {
        SinglePolicy single => of(single.Model),
        CascadePolicy cascade => cascade.Stages.Sum(stage => Answers(stage) * Max(stage.Policy, of)),
        FailoverPolicy or HedgePolicy => policy.Parts.Sum(part => Max(part, of)),
        _ => policy.Parts.Max(part => Max(part, of)),
    };

    /// <summary>Returns the least: everything goes well, and whoever is asked takes least.</summary>
    public static decimal Least(RoutingPolicy policy, Func<string, decimal> of) => policy switch
    {
        SinglePolicy single => of(single.Model),
        CascadePolicy cascade => Answers(cascade.Stages[0]) * Least(cascade.Stages[0].Policy, of),
        FailoverPolicy or HedgePolicy => Least(policy.Parts.First(), of),
        _ => policy.Parts.Min(part => Least(part, of)),
    };

    /// <summary>Returns how many calls one request may make at most, with all that is asked again.</summary>
    public static double Calls(RoutingPolicy policy) => policy switch
    {
        SinglePolicy => 1,
        CascadePolicy cascade => cascade.Stages.Sum(stage => Answers(stage) * Calls(stage.Policy)),
        FailoverPolicy failover => (failover.Retries + 1) * failover.Policies.Sum(Calls),
        HedgePolicy => policy.Parts.Sum(Calls),
        _ => policy.Parts.Max(Calls),
    };

    private static int Answers(CascadeStage stage) =>
        stage.Verify.FirstOrDefault(verifier => verifier.Kind == VerifierKind.SelfConsistency)?.Samples ?? 1;
}
