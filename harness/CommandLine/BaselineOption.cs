using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Reports.Drift;

namespace Eval.Harness.CommandLine;

/// <summary>Reads the run that <c>--baseline</c> names.</summary>
internal static class BaselineOption
{
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
