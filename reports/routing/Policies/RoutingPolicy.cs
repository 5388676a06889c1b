namespace Eval.Routing.Policies;

/// <summary>Says which model, or which models in turn, get a request. Policies nest: a part of a policy is a policy.</summary>
public abstract record RoutingPolicy
{
    private protected RoutingPolicy()
    {
    }

    /// <summary>Gets the policies this one is made of, in their order.</summary>
    public abstract IEnumerable<RoutingPolicy> Parts { get; }

    /// <summary>Gets the models that may be asked, each once.</summary>
    public IEnumerable<string> Models => All.OfType<SinglePolicy>().Select(single => single.Model).Distinct(StringComparer.Ordinal);

    /// <summary>Gets this policy and everything within it.</summary>
    public IEnumerable<RoutingPolicy> All => Parts.SelectMany(part => part.All).Prepend(this);

    /// <summary>Gets the features of a request that decide, each once.</summary>
    public IEnumerable<string> Features =>
        All.Select(policy => policy switch { ClassPolicy classes => classes.Feature, ThresholdPolicy threshold => threshold.Score,
        _ => null })
        .OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>Returns whether a feature of a request decides anything.</summary>
    public bool LooksAt(string feature) => Features.Contains(feature, StringComparer.Ordinal);

    /// <summary>
    /// Gets why the policy cannot be deployed, because it needs what only an evaluator knows; <see langword="null"/> when it can. What it
    /// is worth is an upper bound then.
    /// </summary>
    public string? UpperBoundReason => Features.FirstOrDefault(feature => !RequestFeature.IsKnownAtRequest(feature)) is { } unknown
        ? $"it looks at '{unknown}', which nobody knows when the request is made"
        : All.OfType<CascadePolicy>().SelectMany(cascade => cascade.Stages).SelectMany(stage => stage.Verify)
        .Any(verifier => verifier.Kind == VerifierKind.HiddenTests)
        ? "it is verified by the hidden tests, which do not exist in production"
        : null;
}
