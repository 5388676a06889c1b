using Eval.Reports.Routing.Evaluation;
using Eval.Reports.Routing.Search;

namespace Eval.Reports.Routing;

/// <summary>Searches for policies on a run's results, for its report.</summary>
public static class RoutingAnalysis
{
    /// <summary>With more attempts a report does not search by itself: it would take minutes. <c>route</c> does.</summary>
    private const int MostAttempts = 20_000;

    /// <summary>Returns what was found; <see langword="null"/> when there is nothing to choose between, or no cost to weigh.</summary>
    public static async Task<RoutingResult?> TryAsync(RunResults results, CancellationToken ct)
    {
        if (results.Attempts.Count > MostAttempts || results.Run.Models.Count < 2)
            return null;

        try
        {
            var table = await RoutingTable.LoadAsync([results], ct);
            return table.Models.Count < 2 ? null : RoutingSearch.Run(table, new RoutingOptions());
        }
        catch (RoutingException)
        {
            return null;
        }
    }
}
