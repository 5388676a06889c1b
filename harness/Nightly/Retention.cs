using Eval.Reports.Drift;
using Eval.Reports.Storage;

namespace Eval.Harness.Nightly;

/// <summary>
/// Takes prompts, replies and the folder of old nights away. Their figures stay: a baseline must not move because a disk was full, and they are
/// a hundredth of the size.
/// </summary>
internal static class Retention
{
    /// <summary>Returns how many nights were thinned out.</summary>
    /// <param name="store">The store.</param>
    /// <param name="outFolder">The folder of all runs.</param>
    /// <param name="keep">How many of the newest nights are left as they are.</param>
    /// <param name="ct">Cancels between two nights.</param>
    public static async Task<int> ApplyAsync(IRunStore store, string outFolder, int keep, CancellationToken ct)
    {
        var nights = (await store.ListRunsAsync(ct)).Where(run => run.Options.ContainsKey("--nightly")).ToList();
        var kept = nights.Where(run => !run.Options.ContainsKey(RunHistory.ConfirmsOption)).Take(keep).Select(run => run.Id).ToHashSet(StringComparer.Ordinal);
        var old = nights.Where(run => !kept.Contains(run.Options.GetValueOrDefault(RunHistory.ConfirmsOption) ?? run.Id)).ToList();
        var thinned = 0;
        foreach (var run in old)
        {
            ct.ThrowIfCancellationRequested();
            var folder = Path.Combine(outFolder, run.Id);
            var hadTexts = await store.DeleteTextsAsync(run.Id, ct);
            // The store may come from elsewhere: a name that leads out of the folder of runs, or is that folder, is no run's.
            if (run.Id is not ("" or "." or "..") && Path.GetFileName(run.Id) == run.Id && Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
                hadTexts = true;
            }

            thinned += hadTexts ? 1 : 0;
        }

        return thinned;
    }
}
