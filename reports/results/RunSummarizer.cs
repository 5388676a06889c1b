using Eval.Results.Metrics;
using Eval.Results.Records;

namespace Eval.Results;

/// <summary>Computes everything a report shows from a run's attempts. The same attempts give the same numbers on every machine.</summary>
public static class RunSummarizer
{
    private const double MaxSandboxErrors = 0.01;

    /// <summary>Returns the summary. Skipped attempts count nowhere.</summary>
    /// <exception cref="ArgumentException">Two attempts have the same key.</exception>
    public static RunSummary Summarize(Run run, IReadOnlyList<Attempt> attempts) => Summarize(run, attempts, MetricCatalog.Default);

    /// <inheritdoc cref="Summarize(Run, IReadOnlyList{Attempt})"/>
    public static RunSummary Summarize(Run run, IReadOnlyList<Attempt> attempts, MetricCatalog metrics)
    {
        RefuseDuplicates(attempts);
        var counted = attempts.Where(attempt => attempt.Verdict != Verdict.Skipped).ToList();
        var byModel = counted.ToLookup(attempt => attempt.Key.Model, StringComparer.Ordinal);
        var known = run.Models.ToDictionary(model => model.Name, StringComparer.Ordinal);
        string[] models = [.. known.Keys, .. byModel.Select(group => group.Key).Where(name => !known.ContainsKey(name))
            .Order(StringComparer.Ordinal)];

        var rows = new List<SummaryRow>[models.Length];
        Parallel.For(
            0,
            models.Length,
            i => rows[i] = Rows(run, metrics, models[i], known.GetValueOrDefault(models[i])?.IsSimulated ?? false,
                [.. byModel[models[i]]]));

        var sandboxErrors = counted.Count(attempt => attempt.Verdict == Verdict.SandboxError);
        var isInvalid = sandboxErrors > MaxSandboxErrors * counted.Count;
        var overall = rows.Select(ofModel => ofModel[0]).ToList();
        return new RunSummary([.. rows.SelectMany(ofModel => ofModel)], isInvalid,
            RunWarnings.Create(run, counted, overall, isInvalid)) { Metrics = metrics };
    }

    private static List<SummaryRow> Rows(Run run, MetricCatalog metrics, string model, bool isSimulated, Attempt[] attempts)
    {
        SummaryRow Build(string dataset, string @class, Attempt[] part) =>
            SummaryRowBuilder.Build(dataset, @class, model, isSimulated, run.Samples, part, metrics);

        var datasets = Names(attempts, attempt => attempt.Key.Dataset, run.Datasets.Select(dataset => dataset.Name));
        var overall = Build(SummaryRow.All, SummaryRow.All, attempts);
        var byClass = new Dictionary<string, SummaryRow>(StringComparer.Ordinal);
        foreach (var @class in Names(attempts, attempt => attempt.Class, []))
        {
            var part = Array.FindAll(attempts, attempt => attempt.Class == @class);
            byClass[@class] = part.Length == attempts.Length ? overall with { Class = @class } : Build(SummaryRow.All, @class, part);
        }

        List<SummaryRow> rows = [overall, .. byClass.Values];
        foreach (var dataset in datasets)
        {
            // With one data set its rows are those over all data sets.
            if (datasets.Count == 1)
            {
                rows.AddRange(byClass.Values.Select(row => row with { Dataset = dataset }));
                break;
            }

            var part = Array.FindAll(attempts, attempt => attempt.Key.Dataset == dataset);
            var whole = Build(dataset, SummaryRow.All, part);
            rows.Add(whole);
            foreach (var @class in Names(part, attempt => attempt.Class, []))
            {
                var ofClass = Array.FindAll(part, attempt => attempt.Class == @class);
                rows.Add(ofClass.Length == part.Length ? whole with { Class = @class } : Build(dataset, @class, ofClass));
            }
        }

        return rows;
    }

    /// <summary>Returns the names that occur: first those of a given order, then the rest ordinally.</summary>
    private static List<string> Names(Attempt[] attempts, Func<Attempt, string> name, IEnumerable<string> first)
    {
        var occurring = attempts.Select(name).ToHashSet(StringComparer.Ordinal);
        var ordered = first.Where(occurring.Contains).ToList();
        return [.. ordered, .. occurring.Except(ordered, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static void RefuseDuplicates(IReadOnlyList<Attempt> attempts)
    {
        var keys = new HashSet<AttemptKey>(attempts.Count);
        if (attempts.FirstOrDefault(attempt => !keys.Add(attempt.Key)) is { } twice)
        {
            throw new ArgumentException($"The attempt {twice.Key} occurs twice.", nameof(attempts));
        }
    }
}
