using Eval.Results;
using Eval.Results.Formatting;
using Eval.Results.Statistics;

namespace Eval.Reports.Gates;

/// <summary>
/// What a gate must know of the plan. What is not known does not pass: below a share of the planned attempts no gate passes, and above it
/// what was left out counts against every share that a gate bounds.
/// </summary>
/// <param name="coverage">How much of the plan is there.</param>
public sealed class GateKnowledge(PlanCoverage coverage)
{
    /// <summary>The least share of the planned attempts; as many failures of the infrastructure as a run tolerates by default.</summary>
    public const double MinKnown = 0.9;

    /// <summary>Beyond these a product and a quotient differ from the number that they stand for.</summary>
    private const int Digits = 12;

    /// <summary>Returns why too little is known for a gate to pass; <see langword="null"/> when enough is.</summary>
    /// <param name="countsFailedCalls">Whether the gate is about calls, of which one that failed is known, and not about answers.</param>
    public string? Lack(bool countsFailedCalls)
    {
        var known = countsFailedCalls ? coverage.Made : coverage.Answered;
        if (coverage.Planned == 0 || known >= MinKnown * coverage.Planned)
        {
            return null;
        }

        var failed = coverage.Made - coverage.Answered;
        var why = new List<string>();
        if (coverage.LeftOut > 0)
        {
            why.Add($"{coverage.LeftOut} were left out");
        }

        if (failed > 0 && !countsFailedCalls)
        {
            why.Add($"{failed} failed for reasons of infrastructure");
        }

        return $"only {known} of {coverage.Planned} planned attempts are known ({string.Join(", ", why)}); "
            + $"a gate needs {Format.RoughPercent(MinKnown)}, and what is not known does not pass";
    }

    /// <summary>Returns a share as it is in the worst case.</summary>
    /// <param name="seen">The share of what was made.</param>
    /// <param name="isFloor">Whether a gate bounds it from below.</param>
    public Estimate Worst(Estimate seen, bool isFloor)
    {
        ArgumentNullException.ThrowIfNull(seen);
        double InAll(double share) => Math.Round(((share * coverage.Made) + (isFloor ? 0 : coverage.LeftOut)) / coverage.Planned, Digits);
        return coverage.LeftOut == 0 ? seen : seen with { Value = InAll(seen.Value), Low = InAll(seen.Low), High = InAll(seen.High) };
    }

    /// <summary>Returns what is to be said behind a bound on a share.</summary>
    public string Remark => coverage.LeftOut == 0 ? ""
        : $" with the {coverage.LeftOut} of {coverage.Planned} planned attempts that were left out counted against it";
}
