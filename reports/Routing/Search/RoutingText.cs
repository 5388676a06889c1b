using Eval.Reports.Charts;
using Eval.Reports.Routing.Policies;
using Eval.Reports.Statistics;

namespace Eval.Reports.Routing.Search;

/// <summary>The words that tables of policies share.</summary>
public static class RoutingText
{
    /// <summary>Returns how a row is called: what its policy does, and what the row stands for.</summary>
    public static string Name(PolicyRow row) => row.Role switch
    {
        PolicyRole.Model => row.Name,
        PolicyRole.UpperBound => $"upper bound: {row.Name} ({row.Policy})",
        PolicyRole.Searched => $"{row.Name}: {row.Policy}",
        _ => row.Name,
    };

    /// <summary>Returns a share with its interval.</summary>
    public static string Share(Estimate? estimate) => RoutingSentences.Share(estimate);

    /// <summary>Returns a difference of rates in percentage points with its interval.</summary>
    public static string Points(Estimate estimate) => RoutingSentences.Points(estimate);

    /// <summary>Returns a difference of rates in percentage points, always with its sign.</summary>
    public static string WithSign(double rate) => RoutingSentences.WithSign(rate);

    /// <summary>Returns the margin in percentage points.</summary>
    public static string Margin(RoutingResult result) => RoutingSentences.Points(result.Options.Margin);

    /// <summary>Returns a verdict in words.</summary>
    public static string Words(PolicyVerdict verdict, double margin) => RoutingSentences.Words(verdict, margin);

    /// <summary>Returns what was shown of a row's quality; nothing of the baseline itself.</summary>
    public static string Verdict(PolicyRow row, RoutingResult result) =>
        row.Verdict is { } verdict && row.Policy != new SinglePolicy(result.Baseline) ? Words(verdict, result.Options.Margin) : "";

    /// <summary>Returns where the savings come from, in one sentence.</summary>
    public static string Decomposition(RoutingResult result)
    {
        var single = result.CheapestSingle == result.Baseline
            ? $"No cheaper single model was shown to hold the quality of {result.Baseline}."
            : $"{result.CheapestSingle} instead of {result.Baseline} saves {Share(result.Savings.BetterSingle)}.";
        var more = new[] { ("rules by class, language or prompt length", result.Savings.Rules), ("a cascade", result.Savings.Cascade) }
            .Where(part => part.Item2 is not null).Select(part => $"{part.Item1} {Share(part.Item2)}").ToList();
        return more.Count == 0 ? single : $"{single} Beyond {result.CheapestSingle}, on held-out tasks: {string.Join("; ", more)}.";
    }
}
