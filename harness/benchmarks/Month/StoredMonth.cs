using System.Text.RegularExpressions;
using Eval.Reports.Drift;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Benchmarks.Month;

/// <summary>What the store holds of the nights so far, read beside the program: nothing that was there may ever be gone.</summary>
internal sealed partial class StoredMonth(string runs)
{
    /// <summary>The least share of a plan on which a gate may pass.</summary>
    private const double MinKnown = 0.9;

    private readonly HashSet<(string Run, AttemptKey Key)> _seen = [];

    /// <summary>Returns how many attempts are stored, judged or not.</summary>
    public static async Task<int> CountAsync(string runs)
    {
        try
        {
            return RunStore.Exists(runs) ? (await ReadAsync(runs)).Count : 0;
        }
        catch (RunStoreException)
        {
            // It is being created.
            return 0;
        }
    }

    /// <summary>Looks at the store after a night.</summary>
    /// <param name="mayLackAttempts">Whether something keeps the night from being complete: a budget.</param>
    /// <param name="said">What the program printed of its gates.</param>
    /// <returns>Attempts that are gone or were never made, and gates that passed on less than they need.</returns>
    public async Task<(int Lost, int GreenOnLess)> CheckAsync(bool mayLackAttempts, string said)
    {
        var stored = await ReadAsync(runs);
        var lost = _seen.Count(attempt => !stored.ContainsKey(attempt));
        _seen.UnionWith(stored.Keys);
        await using var store = await RunStore.OpenReadOnlyAsync(runs, CancellationToken.None);
        var night = (await store.ListRunsAsync(CancellationToken.None)).First(run => run.Settings.Confirms is null);
        var ofNight = stored.Where(attempt => attempt.Key.Run == night.Id).ToList();
        if (!mayLackAttempts)
        {
            lost += night.PlannedAttempts - ofNight.Count + (File.Exists(Path.Combine(runs, night.Id, "report.html")) ? 0 : 1);
        }

        var planned = night.PlannedAttempts / night.Models.Count;
        var tooLittle = night.Models.Where(model =>
            ofNight.Count(attempt => attempt.Key.Key.Model == model.Name && attempt.Value.IsAnswered()) < MinKnown * planned)
            .Select(model => model.Name).ToHashSet();
        return (lost, PassedGate().Matches(said)
            .Count(gate => gate.Groups["metric"].Value == "pass_at_1" && tooLittle.Contains(gate.Groups["model"].Value)));
    }

    private static async Task<Dictionary<(string Run, AttemptKey Key), Verdict>> ReadAsync(string runs)
    {
        var found = new Dictionary<(string, AttemptKey), Verdict>();
        await using var store = await RunStore.OpenReadOnlyAsync(runs, CancellationToken.None);
        foreach (var run in await store.ListRunsAsync(CancellationToken.None))
        {
            await foreach (var attempt in store.ReadAttemptsAsync(run.Id, withTexts: false, CancellationToken.None)
                .Concat(store.ReadUnscoredAsync(run.Id, CancellationToken.None)))
            {
                found[(run.Id, attempt.Key)] = attempt.Verdict;
            }
        }

        return found;
    }

    [GeneratedRegex(@"^gate passed: (?<metric>\w+)[<>]=\S+, (?<model>\S+): ", RegexOptions.Multiline)]
    private static partial Regex PassedGate();
}
