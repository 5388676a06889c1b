using Eval.Results;
using Eval.Routing.Evaluation;
using Eval.Routing.Search;

namespace Eval.Routing;

/// <summary>Searches for policies on a run's results, for its report.</summary>
public static class RoutingAnalysis
{
    /// <summary>Returns what was found; <see langword="null"/> when there is nothing to choose between, or no cost to weigh.</summary>
    /// <param name="results">The run.</param>
    /// <param name="options">What was declared before the run.</param>
    /// <param name="ct">Ends the reading.</param>
    public static async Task<RoutingResult?> TryAsync(RunResults results, RoutingOptions options, CancellationToken ct)
    {
        if (results.Run.Models.Count < 2)
        {
            return null;
        }

        try
        {
            var table = await RoutingTable.LoadAsync([results.Outcomes], options.Classify is not null, ct);
            return table.Models.Count < 2 ? null : Search(table, options);
        }
        catch (RoutingException)
        {
            return null;
        }
    }

    /// <summary>What was declared for all runs may not fit each of them: a report is written nevertheless, and says so.</summary>
    private static RoutingResult Search(RoutingTable table, RoutingOptions options)
    {
        try
        {
            return RoutingSearch.Run(table, options);
        }
        catch (RoutingException e) when (options != new RoutingOptions())
        {
            var warned = table with { Warnings = [.. table.Warnings,
                $"What was declared for routing could not be kept to, so that defaults hold here: {e.Message}"] };
            return RoutingSearch.Run(warned, new RoutingOptions { Margin = options.Margin });
        }
    }
}
