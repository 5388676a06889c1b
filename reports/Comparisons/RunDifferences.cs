using Eval.Results.Records;

namespace Eval.Reports.Comparisons;

/// <summary>What differs between two runs besides their outcomes, in sentences.</summary>
internal static class RunDifferences
{
    public static IReadOnlyList<string> Find(Run first, Run second)
    {
        var found = new List<string>();
        var hashes = second.Datasets.ToDictionary(set => set.Name, set => set.Hash, StringComparer.Ordinal);
        foreach (var set in first.Datasets.Where(set => hashes.TryGetValue(set.Name, out var other) && other != set.Hash))
        {
            found.Add($"The data set {set.Name} was changed in between; only tasks that are the same in both count.");
        }

        if (first.ProgramVersion != second.ProgramVersion)
        {
            found.Add($"The runs were made by different versions of the program ({first.ProgramVersion} and {second.ProgramVersion}).");
        }

        foreach (var (language, runtime) in first.Runtimes)
        {
            if (second.Runtimes.TryGetValue(language, out var other) && other != runtime)
            {
                found.Add($"Answers in {language} ran on {runtime} and {other}.");
            }
        }

        foreach (var model in first.Models)
        {
            if (second.Models.FirstOrDefault(other => other.Name == model.Name) is not { } other)
            {
                continue;
            }

            var (before, now) = (model.Settings(), other.Settings());
            var changed = before.Keys.Union(now.Keys).Where(name => before.GetValueOrDefault(name) != now.GetValueOrDefault(name))
                .Order(StringComparer.Ordinal).ToList();
            if (changed.Count > 0)
            {
                found.Add($"{model.Name} was asked with other parameters: " + string.Join(", ", changed.Select(name =>
                    $"{name} {before.GetValueOrDefault(name, "unset")} and {now.GetValueOrDefault(name, "unset")}")) + ".");
            }

            if (model.Price != other.Price)
            {
                found.Add($"The price of {model.Name} changed in between; costs compare what was paid.");
            }
        }

        return found;
    }
}
