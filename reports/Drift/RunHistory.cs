using Eval.Results;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Reports.Drift;

/// <summary>Reads the nightly runs before a run from the store.</summary>
public static class RunHistory
{
    /// <summary>What stands for the newest run before, whichever that is, in a baseline or a gate.</summary>
    public const string Latest = "latest";

    /// <summary>What is read at most: older runs than that say little of this run.</summary>
    private const int MaxRuns = 90;

    private const long MaxAttempts = 2_000_000;

    /// <summary>Returns for each model of a run its runs, the oldest first, the run itself the last.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<Night>>> ReadAsync(IRunStore store, RunResults tonight, CancellationToken ct)
    {
        var nights = tonight.Run.Models.Select(model => new List<Night> { Night.From(tonight.Run, model, tonight.Attempts) }).ToList();
        long read = 0;
        foreach (var run in await EarlierAsync(store, tonight.Run, ct))
        {
            var models = tonight.Run.Models.Select((model, index) => (Index: index,
                Before: run.Models.FirstOrDefault(other => other.Name == model.Name))).Where(pair => pair.Before is not null).ToList();
            if (models.Count == 0)
            {
                continue;
            }

            // What cannot be compared is only told of; its attempts need not be read.
            var isComparable = NightSettings.HaveSameTasks(run, tonight.Run)
                && models.Exists(pair => NightSettings.Differences(run, pair.Before!, tonight.Run, tonight.Run.Models[pair.Index])
                    .Count == 0);
            var attempts = new List<Attempt>();
            if (isComparable)
            {
                await foreach (var attempt in store.ReadAttemptsAsync(run.Id, withTexts: false, ct))
                {
                    attempts.Add(attempt);
                }
            }

            foreach (var (index, before) in models)
            {
                nights[index].Insert(0, Night.From(run, before!, attempts));
            }

            read += attempts.Count;
            if (read > MaxAttempts)
            {
                break;
            }
        }

        return nights;
    }

    /// <summary>
    /// Returns the newest run that asked again about a run's alarms and came to its end; <see langword="null"/> without one.
    /// </summary>
    public static async Task<RunResults?> ConfirmationAsync(IRunStore store, Run run, CancellationToken ct)
    {
        var found = (await store.ListRunsAsync(ct))
            .FirstOrDefault(other => other.EndedAt is not null && other.Settings.Confirms == run.Id);
        return found is null ? null : await RunLoader.LoadAsync(store, found.Id, ct);
    }

    /// <summary>Returns the runs that were begun before a run and came to their end, the newest first.</summary>
    public static async Task<IReadOnlyList<Run>> EarlierAsync(IRunStore store, Run tonight, CancellationToken ct) =>
        (await store.ListRunsAsync(ct)).SkipWhile(run => run.Id != tonight.Id).Skip(1)
            .Where(run => run.EndedAt is not null && run.Settings.Confirms is null).Take(MaxRuns).ToList();
}
