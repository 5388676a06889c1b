using Eval.Harness.CommandLine;
using Eval.Harness.Options;
using Eval.Reports.Drift;
using Eval.Reports.Gates;
using Eval.Results;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Harness.Runs;

/// <summary>Finds what a run is compared with.</summary>
internal static class Baselines
{
    /// <summary>
    /// Returns what a gate compares a model of a run with: the run that it names; for <c>latest</c> the newest one before that came to its
    /// end and
    /// knows enough of the model, or else the newest that has it; null when there is none.
    /// </summary>
    public static async Task<RunResults?> FindAsync(IRunStore store, Run run, Gate gate, string model, CancellationToken ct)
    {
        if (gate.NonInferiorTo != RunHistory.Latest)
        {
            return await StoredRuns.TryFindAsync(store, gate.NonInferiorTo!, ct) is { } named
                ? await RunLoader.LoadAsync(store, named.Id, ct) : null;
        }

        RunResults? newest = null;
        foreach (var earlier in (await RunHistory.EarlierAsync(store, run, ct))
            .Where(earlier => earlier.Models.Any(other => other.Name == model)))
        {
            var results = await RunLoader.LoadAsync(store, earlier.Id, ct);
            if (new GateKnowledge(PlanCoverage.From(results, model, gate.Class)).Lack(countsFailedCalls: false) is null)
            {
                return results;
            }

            newest ??= results;
        }

        return newest;
    }
}
