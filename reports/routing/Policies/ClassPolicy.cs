namespace Eval.Routing.Policies;

/// <summary>The value of a feature of the request decides; a value without a rule, or no value, takes the default.</summary>
/// <param name="Feature">The feature's name; see <see cref="RequestFeature"/>.</param>
/// <param name="Rules">The policy of each value.</param>
/// <param name="Default">The policy of everything else.</param>
public sealed record ClassPolicy(string Feature, IReadOnlyDictionary<string, RoutingPolicy> Rules, RoutingPolicy Default) : RoutingPolicy
{
    /// <inheritdoc/>
    public override IEnumerable<RoutingPolicy> Parts =>
        Rules.OrderBy(rule => rule.Key, StringComparer.Ordinal).Select(rule => rule.Value).Append(Default);

    /// <summary>Returns the policy of a value.</summary>
    public RoutingPolicy For(string? value) => value is not null && Rules.TryGetValue(value, out var policy) ? policy : Default;

    /// <inheritdoc/>
    public override string ToString() =>
        $"by {Feature} (" + string.Join(", ", Rules.OrderBy(rule => rule.Key, StringComparer.Ordinal)
            .Select(rule => $"{rule.Key}: {rule.Value}").Append($"else {Default}")) + ")";
}
