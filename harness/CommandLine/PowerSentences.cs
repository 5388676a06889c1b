using Eval.Harness.Console;
using Eval.Harness.Planning;
using Eval.Reports.Comparisons;
using Eval.Results.Formatting;

namespace Eval.Harness.CommandLine;

/// <summary>Says in words what a plan can show and what that is known from.</summary>
internal static class PowerSentences
{
    public static IEnumerable<string> Create(PowerForecast power, string outFolder, int models)
    {
        if (power.HasTooFewTasks)
        {
            return [$"No difference of any size: 'compare' gives no verdict on {Format.Count(power.Tasks, "task")}, the minimum is "
                + $"{power.MinTasks}."];
        }

        return Legend(power).Concat(Sources(power, outFolder, models)).Concat(Samples(power));
    }

    private static IEnumerable<string> Legend(PowerForecast power)
    {
        yield return "smallest detectable: the smallest true difference of pass rates on the same tasks that is found with 80 % power "
            + "(two-sided 5 %).";
        if (power.Pairs.Any(pair => pair.Smallest is null))
        {
            yield return $"nothing: so few tasks differ that chance explains them; {ModelComparer.MinPairs} tasks "
                + $"({Format.Points((double)ModelComparer.MinPairs / power.Tasks)}) must flip the same way.";
        }

        if (power.Pairs.Count > DryRun.MaxPairs)
        {
            yield return $"{power.Pairs.Count - DryRun.MaxPairs} more pairs are not shown; --json has them all.";
        }
    }

    private static IEnumerable<string> Sources(PowerForecast power, string outFolder, int models)
    {
        if (power.Pairs.Any(pair => pair.Runs.Count == 0))
        {
            yield return models == 1
                ? "One model is planned: the rows are for comparing it with another one, and how often they differ is assumed."
                : $"How often two models differ is assumed: no run in {outFolder} knows two of these on these tasks.";
        }

        var sources = power.Pairs.Where(pair => pair.Runs.Count > 0)
            .GroupBy(pair => (Runs: string.Join(" and ", pair.Runs), pair.KnownTasks)).ToList();
        foreach (var known in sources)
        {
            yield return (power.Pairs.Count > known.Count() ? string.Join("; ", known.Select(Name)) + ": how" : "How")
                + $" often they differ is known from {Format.Count(known.Key.KnownTasks, "task")} of {known.Key.Runs} [95 % interval].";
        }

        if (power.Pairs.Any(pair => pair.Runs.Count > 0 && pair.Discordance.Value == 0))
        {
            yield return "Where nothing differed, the upper end of the interval is reckoned with.";
        }
    }

    private static IEnumerable<string> Samples(PowerForecast power)
    {
        var pairs = power.Pairs.Where(pair => !pair.IsAgainstItself).ToList();
        var possible = pairs.SelectMany(pair => pair.Wanted.Where(wanted => wanted.Samples > power.Samples)
            .Select(wanted => (Pair: pair, Wanted: wanted))).Take(DryRun.MaxPairs).ToList();
        foreach (var (pair, wanted) in possible)
        {
            yield return $"{Name(pair)}: {wanted.Samples:N0} samples a task would detect {100 * wanted.Difference:0} points with these "
                + $"{power.Tasks} tasks.";
        }

        if (pairs.All(pair => pair.Wanted.All(wanted => wanted.Samples is null)))
        {
            yield return $"More samples are no way out: no number of them detects 5 or 2 points with these "
                + $"{Format.Count(power.Tasks, "task")}.";
        }

        if (pairs.Exists(pair => pair.IsSplitAssumed) && (possible.Count > 0 || power.Samples > 1))
        {
            yield return "What samples do rests on an assumption: half of what differs is chance within a task (no task was answered "
                + "twice).";
        }
    }

    private static string Name(PairPower pair) =>
        pair.First is null ? $"models that differ on {Format.RoughPercent(pair.Discordance.Value)}"
        : pair.IsAgainstItself ? $"{pair.First}, earlier run" : $"{pair.First}, {pair.Second}";
}
