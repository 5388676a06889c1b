using System.Globalization;

namespace Eval.Reports.Drift;

/// <summary>The runs of one model that can be compared with this run, and what changed since the run before.</summary>
internal sealed class ModelHistory
{
    private const int MaxNames = 5;

    private ModelHistory(IReadOnlyList<Night> nights, IReadOnlyList<DriftFinding> changes)
    {
        Nights = nights;
        Changes = changes;
    }

    /// <summary>
    /// The runs with the same tasks and settings since the last decision for a new baseline, the oldest first, this run the last.
    /// </summary>
    public IReadOnlyList<Night> Nights { get; }

    public IReadOnlyList<DriftFinding> Changes { get; }

    /// <summary>Takes all runs of a model, the oldest first, this run the last.</summary>
    public static ModelHistory From(IReadOnlyList<Night> all)
    {
        var tonight = all[^1];
        var comparable = all.Where(night => NightSettings.HaveSameTasks(night.Run, tonight.Run)
            && NightSettings.Differences(night, tonight).Count == 0).ToList();
        var start = Math.Max(0, comparable.FindLastIndex(night => NightSettings.BeginsBaseline(night.Run)));
        var nights = comparable[start..];
        return new ModelHistory(nights, [.. ChangesOf(all, nights)]);
    }

    /// <summary>What changed on one of the comparable runs since the one before it; the baseline goes on.</summary>
    /// <param name="nights">The runs, the oldest first.</param>
    /// <param name="index">Which one of them.</param>
    public static IEnumerable<DriftFinding> ChangesAt(IReadOnlyList<Night> nights, int index)
    {
        if (index == 0)
        {
            yield break;
        }

        var (before, night) = (nights[index - 1], nights[index]);
        var name = night.Model.Name;
        if (before.Run.ProgramVersion != night.Run.ProgramVersion)
        {
            yield return new DriftFinding(name, DriftKind.SettingsChanged,
                $"the program was built from another commit than in {before.Run.Id}; the baseline goes on, --new-baseline begins another");
        }

        if (night.Run.StartedAt < before.Run.StartedAt)
        {
            yield return new DriftFinding(name, DriftKind.ClockWentBack, "the clock was not right: the nightly run is dated "
                + $"{Date(night)}, "
                + $"before {before.Run.Id} ({Date(before)}), which was begun earlier; runs stand in the order in which they were begun");
        }

        if (before.Model.Price != night.Model.Price)
        {
            yield return new DriftFinding(name, DriftKind.PriceChanged,
                $"the price is not that of {before.Run.Id}; the cost has a new baseline");
        }

        var served = nights.Take(index).LastOrDefault(earlier => earlier.ServedModels.Count > 0);
        if (served is not null && night.ServedModels.Count > 0 && !served.ServedModels.SequenceEqual(night.ServedModels))
        {
            yield return new DriftFinding(name, DriftKind.ServedModelChanged,
                $"the endpoint says it serves {Some(night.ServedModels)}, not {Some(served.ServedModels)} as in {served.Run.Id}");
        }
    }

    private static string Date(Night night) =>
        night.Run.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>Names a few: an endpoint may say another one with every reply.</summary>
    private static string Some(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MaxNames)) + (names.Count > MaxNames ? $" and {names.Count - MaxNames} more" : "");

    private static IEnumerable<DriftFinding> ChangesOf(IReadOnlyList<Night> all, List<Night> nights)
    {
        var tonight = all[^1];
        var name = tonight.Model.Name;
        if (nights.Count == 1 && all.Count > 1 && !NightSettings.BeginsBaseline(tonight.Run))
        {
            var before = all[^2];
            if (!NightSettings.HaveSameTasks(before.Run, tonight.Run))
            {
                yield return new DriftFinding(name, DriftKind.SuiteChanged,
                    $"the tasks are not those of {before.Run.Id}; a new baseline begins");
            }
            else
            {
                yield return new DriftFinding(name, DriftKind.SettingsChanged,
                    string.Join(", ", NightSettings.Differences(before, tonight))
                        + $" changed since {before.Run.Id}; a new baseline begins");
            }
        }

        foreach (var change in ChangesAt(nights, nights.Count - 1))
        {
            yield return change;
        }
    }
}
