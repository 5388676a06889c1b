namespace Eval.Routing.Policies;

/// <summary>
/// Asks one after the other until an answer is accepted (Chen, Zaharia and Zou 2023, FrugalGPT, arXiv:2305.05176). The last stage is not
/// verified.
/// </summary>
/// <param name="Stages">At least two.</param>
public sealed record CascadePolicy(IReadOnlyList<CascadeStage> Stages) : RoutingPolicy
{
    /// <inheritdoc/>
    public override IEnumerable<RoutingPolicy> Parts => Stages.Select(stage => stage.Policy);

    /// <inheritdoc/>
    public override string ToString() => string.Join(" → ", Stages.Select(stage => stage.ToString()));
}
