using System.Globalization;
using Eval.Routing.Policies;

namespace Eval.Reports.Exports;

/// <summary>Writes a policy as an expression over the nodes of the exported file.</summary>
internal static class CSharpExpression
{
    public static string Write(RoutingPolicy policy, int depth = 3)
    {
        string Next(RoutingPolicy part) => Write(part, depth + 1);
        string Lines(IEnumerable<string> lines) => string.Join(',', lines.Select(line => $"\n{new string(' ', 4 * depth)}{line}"));
        return policy switch
        {
            SinglePolicy single => $"Model({CSharpLiteral.From(single.Model)})",
            ClassPolicy classes => $"new ClassNode({CSharpLiteral.From(RequestFeature.MetadataName(classes.Feature))}, "
                + $"{Next(classes.Default)}, new()\n{new string(' ', 4 * (depth - 1))}{{"
                + Lines(classes.Rules.OrderBy(rule => rule.Key, StringComparer.Ordinal)
                    .Select(rule => $"[{CSharpLiteral.From(rule.Key)}] = {Next(rule.Value)}")) + $"\n{new string(' ', 4 * (depth - 1))}}})",
            ThresholdPolicy threshold => $"new ThresholdNode({CSharpLiteral.From(RequestFeature.MetadataName(threshold.Score))}, "
                + $"{CSharpLiteral.From(threshold.AtLeast)},{Lines([Next(threshold.Strong), Next(threshold.Weak)])})",
            CascadePolicy cascade => $"new CascadeNode(verify, "
                + $"{Condition(FailoverPolicy.DefaultStatuses, onConnect: true)},"
                + $"{Lines(cascade.Stages.Select(stage => Stage(stage, Next)))})",
            FailoverPolicy failover => $"new FailoverNode({Condition(failover.OnStatuses, failover.OnConnect)}, "
                + $"{CSharpLiteral.From(failover.OnTruncatedStream)}, {failover.Retries.ToString(CultureInfo.InvariantCulture)}, "
                + $"{CSharpLiteral.From(failover.Timeout)},"
                + $"{Lines(failover.Policies.Select(Next))})",
            HedgePolicy hedge => $"new HedgeNode({CSharpLiteral.From(hedge.Delay)},{Lines([Next(hedge.Primary), Next(hedge.Backup)])})",
            MixPolicy mix =>
                $"new MixNode(random,{Lines(mix.Shares.Select(share => $"({CSharpLiteral.From(share.Weight)}, {Next(share.Policy)})"))})",
            _ => throw new ArgumentException($"There is no form for {policy.GetType().Name}.", nameof(policy)),
        };
    }

    private static string Condition(IEnumerable<int> statuses, bool onConnect) =>
        $"new FailureCondition([{string.Join(", ", statuses.Select(status => status.ToString(CultureInfo.InvariantCulture)))}], "
            + $"{CSharpLiteral.From(onConnect)}, statusOf)";

    private static string Stage(CascadeStage stage, Func<RoutingPolicy, string> next) =>
        $"({next(stage.Policy)}, [{string.Join(", ", stage.Verify.Select(Verify))}])";

    private static string Verify(Verifier verifier) =>
        $"new(\"{PolicyNames.From(verifier.Kind)}\", {CSharpLiteral.From(verifier.ToString())}, "
            + $"{CSharpLiteral.FromOptional(verifier.Url?.AbsoluteUri)})";
}
