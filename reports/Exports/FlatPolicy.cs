using Eval.Routing.Policies;

namespace Eval.Reports.Exports;

/// <summary>
/// Takes failovers out of failovers and cascades out of cascades where nothing changes, for gateways with one list of targets.
/// </summary>
internal static class FlatPolicy
{
    /// <exception cref="PolicyExportException">A part cannot be taken out without changing what is asked.</exception>
    public static RoutingPolicy From(RoutingPolicy policy) => policy switch
    {
        ClassPolicy classes =>
            classes with { Rules = classes.Rules.ToDictionary(rule => rule.Key, rule => From(rule.Value), StringComparer.Ordinal),
            Default = From(classes.Default) },
        ThresholdPolicy threshold => threshold with { Strong = From(threshold.Strong), Weak = From(threshold.Weak) },
        HedgePolicy hedge => hedge with { Primary = From(hedge.Primary), Backup = From(hedge.Backup) },
        MixPolicy mix => new MixPolicy([.. mix.Shares.Select(share => share with { Policy = From(share.Policy) })]),
        FailoverPolicy failover => failover with { Policies = [.. failover.Policies.SelectMany(part => Parts(failover, From(part)))] },
        CascadePolicy cascade =>
            new CascadePolicy([.. cascade.Stages.SelectMany((stage, index) => Stages(stage with { Policy = From(stage.Policy) },
            index == cascade.Stages.Count - 1))]),
        _ => policy,
    };

    private static IReadOnlyList<RoutingPolicy> Parts(FailoverPolicy outer, RoutingPolicy part)
    {
        if (part is not FailoverPolicy inner)
        {
            return [part];
        }

        // With retries the outer one would ask the whole inner list again.
        var isSame = outer.Retries == 0 && inner.Retries == 0 && outer.Timeout == inner.Timeout && outer.OnConnect == inner.OnConnect
            && outer.OnTruncatedStream == inner.OnTruncatedStream && outer.OnStatuses.ToHashSet().SetEquals(inner.OnStatuses);
        return isSame ? inner.Policies
            : throw new PolicyExportException(
                "A failover within a failover has triggers, retries or a time-out of its own; write one list with one set of them.");
    }

    private static IReadOnlyList<CascadeStage> Stages(CascadeStage stage, bool isLast)
    {
        if (stage.Policy is not CascadePolicy inner)
        {
            return [stage];
        }

        return isLast ? inner.Stages : throw new PolicyExportException("A cascade stands within another one before its last stage, so that "
            + "answers would be verified twice; write one list of stages.");
    }
}
