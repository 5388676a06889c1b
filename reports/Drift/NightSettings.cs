using Eval.Results.Records;

namespace Eval.Reports.Drift;

/// <summary>What must be equal for two runs of a model to be compared, and in what it differs otherwise.</summary>
internal static class NightSettings
{
    /// <summary>Returns whether the tasks are the same.</summary>
    public static bool HaveSameTasks(Run first, Run second) =>
        first.Datasets.Select(set => (set.Name, set.Hash, set.Tasks))
            .SequenceEqual(second.Datasets.Select(set => (set.Name, set.Hash, set.Tasks)))
        && RunSettings.Differing(first.Settings.Tasks, second.Settings.Tasks).Count == 0;

    /// <summary>Returns the names of what differs besides tasks and price; empty when the runs can be compared.</summary>
    public static IReadOnlyList<string> Differences(Run first, RunModel firstModel, Run second, RunModel secondModel)
    {
        List<string> found = [.. RunSettings.Differing(first.Settings.Answers, second.Settings.Answers)];
        if (Release(first) != Release(second))
        {
            found.Add("the program's version");
        }

        if (firstModel.RequestedModel != secondModel.RequestedModel || firstModel.Provider != secondModel.Provider)
        {
            found.Add("the model or provider asked");
        }

        var (before, now) = (firstModel.Settings(), secondModel.Settings());
        found.AddRange(before.Keys.Union(now.Keys).Where(name => before.GetValueOrDefault(name) != now.GetValueOrDefault(name))
            .Order(StringComparer.Ordinal));
        return found;
    }

    /// <inheritdoc cref="Differences(Run, RunModel, Run, RunModel)"/>
    public static IReadOnlyList<string> Differences(Night first, Night second) =>
        Differences(first.Run, first.Model, second.Run, second.Model);

    /// <summary>Returns whether a run was to begin a new baseline, by decision of whoever started it.</summary>
    public static bool BeginsBaseline(Run run) => run.Settings.BeginsBaseline;

    /// <summary>
    /// The version without the commit it was built from: with a checkout that somebody commits to every day, no baseline would ever be
    /// complete.
    /// </summary>
    private static string Release(Run run) => run.ProgramVersion.Split('+')[0];
}
