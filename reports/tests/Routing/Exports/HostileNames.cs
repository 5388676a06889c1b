using Eval.Routing.Policies;

namespace Eval.Reports.Tests.Routing.Exports;

/// <summary>Names that end a text, a comment or a line in one of the formats, or that look like a mark, a variable or an escape.</summary>
internal static class HostileNames
{
    public const string Alpha = "a\"; Environment.Exit(3); //\n#\r\n- model_name: \u2028evil\u0085/ ## /*POLICY*/ //MODELS\n //ORIGIN\n";
    public const string Beta = "b': {x: [\\\"}]] ,$BETA_KEY `id` $(id) ${{HOME}} %s \u00e9\ud83d\ude00\\u0022\\";
    public const string Class = "completion\": \"x\"}],\n---\n!!python/object \\u000a $ALPHA_KEY \u202e";

    /// <summary>Returns the file of a policy with hostile names in place of its models, its classes and itself.</summary>
    public static PolicyFile In(RoutingPolicy policy)
    {
        var file = SomePolicy.File(Rename(policy));
        return file with
        {
            Name = "p\n\"own\": 1 # \u2029/ {",
            Baseline = Beta,
            EvaluatedOn = file.EvaluatedOn! with { Runs = [Alpha], TaskSetHash = Class },
            Models = new Dictionary<string, PolicyModelInfo>
            {
                [Alpha] = SomePolicy.Model("alpha") with { Model = "alpha-2026\" '; rm -rf / # $ALPHA_KEY ${x} `id` \\" },
                [Beta] = SomePolicy.Model("beta") with { Model = "- beta: {2026} \\u0022 */" },
            },
        };
    }

    private static RoutingPolicy Rename(RoutingPolicy policy) => policy switch
    {
        SinglePolicy { Model: "alpha" } => new SinglePolicy(Alpha),
        SinglePolicy => new SinglePolicy(Beta),
        ClassPolicy classes =>
            classes with { Rules = classes.Rules.ToDictionary(rule => rule.Key == "completion" ? Class : rule.Key,
            rule => Rename(rule.Value)), Default = Rename(classes.Default) },
        ThresholdPolicy threshold => threshold with { Strong = Rename(threshold.Strong), Weak = Rename(threshold.Weak) },
        HedgePolicy hedge => hedge with { Primary = Rename(hedge.Primary), Backup = Rename(hedge.Backup) },
        MixPolicy mix => new MixPolicy([.. mix.Shares.Select(share => share with { Policy = Rename(share.Policy) })]),
        FailoverPolicy failover => failover with { Policies = [.. failover.Policies.Select(Rename)] },
        CascadePolicy cascade => new CascadePolicy([.. cascade.Stages.Select(stage => stage with { Policy = Rename(stage.Policy) })]),
        _ => throw new ArgumentException("This kind has no names yet.", nameof(policy)),
    };
}
