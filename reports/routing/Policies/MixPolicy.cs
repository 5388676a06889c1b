using System.Globalization;

namespace Eval.Routing.Policies;

/// <summary>Draws one at random: load balancing, and the baseline that every router has to beat.</summary>
/// <param name="Shares">Whom, with weights above 0; their sum need not be 1.</param>
public sealed record MixPolicy(IReadOnlyList<MixShare> Shares) : RoutingPolicy
{
    /// <inheritdoc/>
    public override IEnumerable<RoutingPolicy> Parts => Shares.Select(share => share.Policy);

    /// <summary>Gets the sum of the weights.</summary>
    public double TotalWeight => Shares.Sum(share => share.Weight);

    /// <summary>Returns the policy that a uniform number from 0 to below 1 draws.</summary>
    public RoutingPolicy For(double uniform)
    {
        var rest = uniform * TotalWeight;
        foreach (var share in Shares)
        {
            rest -= share.Weight;
            if (rest < 0)
            {
                return share.Policy;
            }
        }

        return Shares[^1].Policy;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(" + ",
        Shares.Select(share => string.Create(CultureInfo.InvariantCulture, $"{share.Weight / TotalWeight:0.#%} {share.Policy}")));
}
