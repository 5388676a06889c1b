namespace Eval.Routing.Policies;

/// <summary>A part of a mix.</summary>
/// <param name="Policy">Who is asked.</param>
/// <param name="Weight">How often, relative to the others; above 0.</param>
public sealed record MixShare(RoutingPolicy Policy, double Weight);
