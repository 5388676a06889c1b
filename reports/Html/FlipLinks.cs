using Eval.Reports.Comparisons;
using Eval.Results.Formatting;
using Eval.Results.Records;

namespace Eval.Reports.Html;

/// <summary>Leads from a task on which two models differ to the attempts at it.</summary>
internal sealed class FlipLinks
{
    private readonly Lazy<Dictionary<(string Dataset, string Task, string Model), (int First, int Count)>> _samples;

    public FlipLinks(IReadOnlyList<Attempt> attempts)
    {
        _samples = new(() => attempts.Where(attempt => attempt.Verdict.IsAnswered())
            .GroupBy(attempt => (attempt.Key.Dataset, attempt.Key.TaskId, attempt.Key.Model))
            .ToDictionary(group => group.Key, group => (group.Min(attempt => attempt.Key.Sample), group.Count())));
    }

    /// <summary>
    /// Returns the address: of the attempt where there is one, else of the table with nothing but the task's attempts of the model.
    /// </summary>
    public string Of(TaskFlip flip, string model)
    {
        var (first, count) = _samples.Value.GetValueOrDefault((flip.Dataset, flip.TaskId, model));
        var (dataset, task, name) = (Escape(flip.Dataset), Escape(flip.TaskId), Escape(model));
        return count == 1
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"#attempt={dataset}/{task}/{name}/{first}")
            : $"#attempts?text={task}&model={name}&dataset={dataset}";
    }

    /// <summary>Returns how a side fared: passed, failed, or the share of its answers that passed.</summary>
    public string Outcome(TaskFlip flip, string model, double share)
    {
        var (_, count) = _samples.Value.GetValueOrDefault((flip.Dataset, flip.TaskId, model));
        return count > 1 ? $"{Math.Round(share * count)} of {count} passed" : share > 0 ? "passed" : "failed";
    }

    private static string Escape(string text) => Uri.EscapeDataString(VisibleText.Name(text));
}
