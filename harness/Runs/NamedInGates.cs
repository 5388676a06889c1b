using Eval.Datasets;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Reports.Drift;
using Eval.Reports.Gates;
using Eval.Results;
using Eval.Results.Metrics;

namespace Eval.Harness.Runs;

/// <summary>Finds the models, classes and runs that gates name.</summary>
internal static class NamedInGates
{
    /// <summary>Finds what gates, floors and the baseline name and the run will not have; said before anything is asked.</summary>
    public static async Task<IReadOnlyList<string>> MistakesAsync(IReadOnlyList<ModelSpec> planned, IReadOnlyList<EvalTask> tasks,
        GateOptions options, string folder, CancellationToken ct)
    {
        var mistakes = new List<string>();
        var models = planned.Select(model => model.Name).ToList();
        var classes = tasks.Select(task => task.Class).Distinct().Order(StringComparer.Ordinal).ToList();
        foreach (var gate in options.Gates.Select(GateParser.Parse))
        {
            void Need(bool holds, string mistake)
            {
                if (!holds)
                {
                    mistakes.Add($"gate \"{gate}\": {mistake}.");
                }
            }

            Need(models.Exists(gate.IsFor), $"the run has no model {gate.Model}; its models are {string.Join(", ", models)}");
            Need(gate.Class == SummaryRow.All || classes.Contains(gate.Class),
                $"the run has no tasks of class {gate.Class}; its classes are {string.Join(", ", classes)}");
            if (gate.OtherModel is { } other)
            {
                Need(models.Contains(other), $"the run has no model {other}; its models are {string.Join(", ", models)}");
            }
            else if (gate.NonInferiorTo is { } name and not RunHistory.Latest)
            {
                var run = await StoredRuns.TryFindAsync(folder, name, ct);
                Need(run is not null, $"{folder} has no run {name}");
                var unknown = models.Where(gate.IsFor).Where(model => run?.Models.All(earlier => earlier.Name != model) == true).ToList();
                Need(unknown.Count == 0,
                    $"the run {name} has no model {string.Join(", ", unknown)} to compare with; name those that it has with model=");
            }
        }

        mistakes.AddRange(options.FailUnder.Keys.Where(name => !models.Contains(name))
            .Select(name => $"--fail-under {name}: the run has no such model; its models are {string.Join(", ", models)}."));
        if (options.Baseline is { } baseline and not RunHistory.Latest
            && await StoredRuns.TryFindAsync(folder, baseline, ct) is { } before
            && !before.Models.Any(model => models.Contains(model.Name)))
        {
            mistakes.Add($"--baseline {baseline}: it has none of the run's models, {string.Join(", ", models)}; its own are "
                + $"{string.Join(", ", before.Models.Select(model => model.Name))}.");
        }

        return mistakes;
    }
}
