namespace Eval.Reports.Routing.Policies;

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

    /// <summary>
    /// Gets why the policy cannot be deployed, because it needs what only an evaluator knows; <see langword="null"/> when it can. What it is worth is
    /// an upper bound then.
    /// </summary>
    public string? UpperBoundReason => All.Select(policy => policy switch
    {
        ClassPolicy { Feature: var feature } when !RequestFeature.IsKnownAtRequest(feature) => $"it looks at '{feature}', which nobody knows when the request is made",
        ThresholdPolicy { Score: var score } when !RequestFeature.IsKnownAtRequest(score) => $"it looks at '{score}', which nobody knows when the request is made",
        CascadePolicy { Stages: var stages } when stages.Any(stage => stage.Verify.Any(verifier => verifier.Kind == VerifierKind.HiddenTests)) => "it is verified by the hidden tests, which do not exist in production",
        _ => null,
    }).FirstOrDefault(reason => reason is not null);
}
