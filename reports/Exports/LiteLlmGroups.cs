using Eval.Routing.Policies;

namespace Eval.Reports.Exports;

/// <summary>
/// Groups of deployments and the order between them. A model that is asked alone is a group of its own name without fallbacks, so that
/// fallbacks end there and never run in a circle; a failover or a mix is a group that nothing else refers to.
/// </summary>
internal sealed class LiteLlmGroups
{
    private readonly List<LiteLlmDeployment> _deployments = [];
    private readonly List<(string Group, IReadOnlyList<string> Next)> _fallbacks = [];
    private readonly Dictionary<string, string> _groups = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names;

    public LiteLlmGroups(string name, RoutingPolicy policy)
    {
        _names = policy.Models.ToHashSet(StringComparer.Ordinal);
        var failovers = policy.All.OfType<FailoverPolicy>().ToList();
        if (failovers.Select(failover => (failover.Retries, failover.Timeout)).Distinct().Count() > 1)
        {
            throw new PolicyExportException("LiteLLM has one number of retries and one time-out for all groups, and the policy's failovers "
                + "differ in them; give them the same, or export to portkey or csharp.");
        }

        Failover = failovers.FirstOrDefault();
        if (policy is ClassPolicy classes)
        {
            Feature = classes.Feature;
            Classes = classes.Rules.OrderBy(rule => rule.Key, StringComparer.Ordinal)
                .Select(rule => (rule.Key, GroupOf(rule.Value, rule.Key))).ToList();
            Default = GroupOf(classes.Default, "default");
        }
        else
        {
            Default = GroupOf(policy, name);
        }

        foreach (var group in _names.Where(group => group.Length == 0 || group.Contains('*', StringComparison.Ordinal)
            || group.StartsWith("os.environ/", StringComparison.Ordinal)))
        {
            throw new PolicyExportException($"LiteLLM reads more than a name in the group '{group}' (a pattern, or a variable's value); "
                + "rename the model, the class or the policy.");
        }
    }

    public IReadOnlyList<LiteLlmDeployment> Deployments => _deployments;

    public IReadOnlyList<(string Group, IReadOnlyList<string> Next)> Fallbacks => _fallbacks;

    /// <summary>Gets the failover whose retries and time-out are everybody's; null when there is none.</summary>
    public FailoverPolicy? Failover { get; }

    /// <summary>Gets the feature by which callers choose a group; null when there is one group for all.</summary>
    public string? Feature { get; }

    /// <summary>Gets the group of each value of the feature.</summary>
    public IReadOnlyList<(string Value, string Group)> Classes { get; } = [];

    /// <summary>Gets the group of everything else.</summary>
    public string Default { get; }

    private string GroupOf(RoutingPolicy policy, string wanted)
    {
        var key = DeployablePolicy.KeyOf(policy);
        if (_groups.TryGetValue(key, out var known))
        {
            return known;
        }

        if (policy is SinglePolicy single)
        {
            _deployments.Add(new LiteLlmDeployment(single.Model, single.Model));
            return _groups[key] = single.Model;
        }

        var parts = policy switch
        {
            FailoverPolicy failover => Models(Faithful(failover), "failover"),
            MixPolicy mix => Models(mix, "mix"),
            CascadePolicy => throw new PolicyExportException("LiteLLM cannot express a cascade: it asks the next model after an error, not "
                + "after an answer that a verifier rejects; export to portkey or csharp."),
            HedgePolicy => throw new PolicyExportException(
                "LiteLLM cannot express a hedge: it asks no second model while the first one is still working; export to csharp."),
            ThresholdPolicy =>
                throw new PolicyExportException(
                    "LiteLLM cannot express a threshold: it compares no number that a caller sends; export to portkey, routellm or csharp."),
            _ => throw new PolicyExportException("LiteLLM has one level of classes, chosen by the caller; write classes within classes as "
                + "one list, or export to portkey or csharp."),
        };

        var group = _groups[key] = Unused(wanted);
        if (policy is MixPolicy { Shares: var shares, TotalWeight: var total })
        {
            _deployments.AddRange(shares.Zip(parts, (share, part) => new LiteLlmDeployment(group, part.Model, share.Weight / total)));
        }
        else
        {
            _deployments.Add(new LiteLlmDeployment(group, parts[0].Model));
            _fallbacks.Add((group, [.. parts.Skip(1).Select(part => GroupOf(part, part.Model))]));
        }

        return group;
    }

    private static FailoverPolicy Faithful(FailoverPolicy failover) =>
        failover.OnConnect && FailoverPolicy.DefaultStatuses.All(failover.OnStatuses.Contains) && failover.Timeout > TimeSpan.Zero
            ? failover
            : throw new PolicyExportException("LiteLLM asks the next model after every error, and the policy only after some; add the "
            + "usual statuses and 'connect' to 'on', or export to portkey or csharp.");

    private static List<SinglePolicy> Models(RoutingPolicy policy, string what) => policy.Parts.All(part => part is SinglePolicy)
        ? [.. policy.Parts.Cast<SinglePolicy>()]
        : throw new PolicyExportException(
            $"LiteLLM can express a {what} of models only, and this one has policies within it; export to portkey or csharp.");

    private string Unused(string wanted)
    {
        var name = wanted;
        for (var number = 2; !_names.Add(name); number++)
        {
            name = $"{wanted}-{number}";
        }

        return name;
    }
}
