using Eval.Results.Statistics;

namespace Eval.Routing.Search;

/// <summary>Where savings come from. Without the first part the savings of routing are overstated.</summary>
/// <param name="BetterSingle">What the cheapest single model within the margin saves against the baseline.</param>
/// <param name="Rules">What rules on the request save beyond that.</param>
/// <param name="Cascade">What a cascade saves beyond the single model.</param>
public sealed record SavingsParts(Estimate? BetterSingle, Estimate? Rules, Estimate? Cascade);
