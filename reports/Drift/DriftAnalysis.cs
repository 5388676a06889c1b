using Eval.Results;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Reports.Drift;

/// <summary>Looks at a stored run in the light of those before it and, where one was named, of its baseline.</summary>
public static class DriftAnalysis
{
    /// <summary>The option of a run that names its baseline: a run, or <see cref="RunHistory.Latest"/>.</summary>

    /// <summary>
    /// Returns what was found; <see langword="null"/> for a run that was cut off, that only asks again, or that is the first of its models.
    /// </summary>
    public static async Task<DriftReport?> OfAsync(IRunStore store, RunResults tonight, CancellationToken ct)
    {
        if (tonight.Run.EndedAt is null || tonight.Run.Settings.Confirms is not null)
        {
            return null;
        }

        var nights = await RunHistory.ReadAsync(store, tonight, ct);
        var baseline = tonight.Run.Settings.Baseline;
        if (baseline is null && nights.All(ofModel => ofModel.Count == 1))
        {
            return null;
        }

        var confirmation = await RunHistory.ConfirmationAsync(store, tonight.Run, ct);
        var report = DriftDetector.Check(nights, confirmation);
        if (baseline is null)
        {
            return report;
        }

        var pairs = await PairsAsync(store, tonight, baseline, nights, ct);
        var notes = pairs.Count > 0 || baseline != RunHistory.Latest || report.Trends.Any(trend => trend.Points.Count > 1)
            ? report.Notes
            : [.. report.Notes, "There is no earlier run with the same tasks and settings; the next one is compared with this."];
        return report with { Findings = [.. BaselineRegressions.Find(tonight, pairs, confirmation).Concat(report.Findings)
            .OrderByDescending(finding => finding.IsAlarm)], Notes = notes };
    }

    /// <summary>
    /// What each model is compared with. Where enough runs are known, the sums over them say more than one run, and nothing is
    /// compared.
    /// </summary>
    private static async Task<IReadOnlyList<(string Model, RunResults Before)>> PairsAsync(
        IRunStore store, RunResults tonight, string baseline, IReadOnlyList<IReadOnlyList<Night>> nights, CancellationToken ct)
    {
        if (baseline != RunHistory.Latest)
        {
            var named = await RunLoader.LoadAsync(store, baseline, ct);
            return [.. tonight.Run.Models.Where(model => named.Run.Models.Any(other => other.Name == model.Name))
                .Select(model => (model.Name, named))];
        }

        var pairs = new List<(string, RunResults)>();
        var loaded = new Dictionary<string, RunResults>(StringComparer.Ordinal);
        foreach (var history in nights.Select(ModelHistory.From)
            .Where(history => history.Nights.Count > 1 && history.Nights.Count <= DriftDetector.BaselineNights))
        {
            var before = history.Nights[^2].Run.Id;
            if (!loaded.TryGetValue(before, out var results))
            {
                loaded[before] = results = await RunLoader.LoadAsync(store, before, ct);
            }

            pairs.Add((history.Nights[^1].Model.Name, results));
        }

        return pairs;
    }
}
