using System.Globalization;

namespace Eval.Routing.Policies;

/// <summary>
/// Asks a second one when the first takes long; the answer that is finished first is served (Dean and Barroso 2013, The Tail at Scale).
/// </summary>
/// <param name="Primary">Who is asked at once.</param>
/// <param name="Backup">Who is asked after the delay.</param>
/// <param name="Delay">How long the first may take alone.</param>
public sealed record HedgePolicy(RoutingPolicy Primary, RoutingPolicy Backup, TimeSpan Delay) : RoutingPolicy
{
    /// <inheritdoc/>
    public override IEnumerable<RoutingPolicy> Parts => [Primary, Backup];

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Primary}, after {Delay.TotalSeconds:0.###} s also {Backup}");
}
