using System.Globalization;

namespace Eval.Routing.Policies;

/// <summary>
/// A number known at the request decides: at least the threshold goes to the strong policy, as in RouteLLM (arXiv:2406.18665).
/// </summary>
/// <param name="Score">The feature's name; see <see cref="RequestFeature"/>.</param>
/// <param name="AtLeast">The threshold.</param>
/// <param name="Strong">The policy at and above it, and for requests whose score is not known.</param>
/// <param name="Weak">The policy below it.</param>
public sealed record ThresholdPolicy(string Score, double AtLeast, RoutingPolicy Strong, RoutingPolicy Weak) : RoutingPolicy
{
    /// <inheritdoc/>
    public override IEnumerable<RoutingPolicy> Parts => [Strong, Weak];

    /// <summary>Returns the policy of a score.</summary>
    public RoutingPolicy For(double? score) => score < AtLeast ? Weak : Strong;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Score} ≥ {AtLeast:0.#####} → {Strong}, else {Weak}");
}
