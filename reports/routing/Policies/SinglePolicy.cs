namespace Eval.Routing.Policies;

/// <summary>Every request goes to one model.</summary>
/// <param name="Model">The model's name as in <c>--models</c>.</param>
public sealed record SinglePolicy(string Model) : RoutingPolicy
{
    /// <inheritdoc/>
    public override IEnumerable<RoutingPolicy> Parts => [];

    /// <inheritdoc/>
    public override string ToString() => Model;
}
