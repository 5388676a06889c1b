using Eval.Harness.CommandLine;
using Eval.Reports;
using Eval.Reports.Drift;
using Eval.Reports.Records;
using Eval.Reports.Storage;

namespace Eval.Harness.Runs;

/// <summary>Finds what a run is compared with.</summary>
internal static class Baselines
{
    /// <summary>Returns the run of a name; for <c>latest</c> the newest one before that came to its end; null when there is none.</summary>
    public static async Task<RunResults?> FindAsync(IRunStore store, Run run, string name, CancellationToken ct)
    {
        var found = name == RunHistory.Latest
            ? (await RunHistory.EarlierAsync(store, run, ct)).FirstOrDefault(earlier => earlier.Models.Any(model => run.Models.Any(other => other.Name == model.Name)))
            : await StoredRuns.TryFindAsync(store, name, ct);
        return found is null ? null : await RunLoader.LoadAsync(store, found.Id, ct);
    }

    /// <summary>Returns the options with the baseline's id in place of what was typed; a name that is no run is a mistake.</summary>
    public static async Task<RunOptions> ResolveAsync(RunOptions options, List<string> mistakes, CancellationToken ct)
    {
        if (options.Baseline is null or RunHistory.Latest)
        {
            return options;
        }

        try
        {
            return options with { Baseline = (await StoredRuns.FindAsync(options.Out, options.Baseline, ct)).Id };
        }
        catch (Exception e) when (Failure.From(e) is { } failure)
        {
            mistakes.Add($"--baseline {options.Baseline}: {string.Join(' ', failure.Sentences)}");
            return options with { Baseline = null };
        }
    }
}
