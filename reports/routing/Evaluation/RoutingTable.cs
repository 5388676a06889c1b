using System.Globalization;
using Eval.Results;
using Eval.Results.Records;
using Eval.Results.Statistics;
using Eval.Routing.Policies;

namespace Eval.Routing.Evaluation;

/// <summary>The outcomes that policies are replayed on: tasks of which every model's outcome is known, in ordinal order.</summary>
public sealed record RoutingTable
{
    /// <summary>A model that lacks more than this share of the tasks would take too many of them from all others.</summary>
    private const double MaxMissing = 0.2;

    /// <summary>Gets the tasks.</summary>
    public required IReadOnlyList<RoutedTask> Tasks { get; init; }

    /// <summary>Gets the models by name.</summary>
    public required IReadOnlyList<RunModel> Models { get; init; }

    /// <summary>Gets the runs the outcomes come from.</summary>
    public required IReadOnlyList<Run> Runs { get; init; }

    /// <summary>Gets the number of tasks left out because a model's outcome is missing (sandbox errors, never asked).</summary>
    public int DroppedTasks { get; init; }

    /// <summary>Gets the share of outcomes that came from an earlier run.</summary>
    public double CachedShare { get; init; }

    /// <summary>Gets the share of outcomes whose tokens are our estimate.</summary>
    public double EstimatedUsageShare { get; init; }

    /// <summary>Gets what a reader must know of the data.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Reads the outcomes of one run, or of several as further samples.</summary>
    /// <param name="outcomes">The runs.</param>
    /// <param name="keepsPrompts">Whether a classifier is to read the prompts: they can be most of a table.</param>
    /// <param name="ct">Ends the reading.</param>
    public static async Task<RoutingTable> LoadAsync(IReadOnlyList<RunOutcomes> outcomes, bool keepsPrompts, CancellationToken ct)
    {
        var cells = new SortedDictionary<string, TaskCells>(StringComparer.Ordinal);
        var (answers, cached, estimated) = (0, 0, 0);

        // Decided for all runs together: a task must have one name in all of them.
        var isMany = outcomes.SelectMany(outcome => outcome.Run.Datasets).Select(dataset => dataset.Name).Distinct(StringComparer.Ordinal)
            .Count() > 1;
        var runs = new List<Run>();
        foreach (var (run, read) in outcomes)
        {
            var simulated = new HashSet<string>(StringComparer.Ordinal);
            await foreach (var attempt in read(ct).WithCancellation(ct))
            {
                if (attempt.IsSimulated)
                {
                    simulated.Add(attempt.Key.Model);
                }

                var key = isMany ? $"{attempt.Key.Dataset}/{attempt.Key.TaskId}" : attempt.Key.TaskId;
                if (!cells.TryGetValue(key, out var task))
                {
                    cells[key] = task = new TaskCells(key, attempt with { Texts = null }, keepsPrompts);
                }

                if (!task.Add(attempt))
                {
                    continue;
                }

                answers++;
                cached += attempt.IsCached ? 1 : 0;
                estimated += attempt.Usage.IsEstimated ? 1 : 0;
            }

            runs.Add(run.WithSimulated(simulated));
        }

        // A policy that was run live is measured, not chosen from.
        var models = runs.SelectMany(run => run.Models).DistinctBy(model => model.Name, StringComparer.Ordinal)
            .Where(model => model.Provider != RunModel.Policy).ToList();
        var warnings = new List<string>();
        var lacking = models.Where(model => cells.Values.Count(task => !task.Has(model.Name)) > MaxMissing * cells.Count).ToList();
        foreach (var model in lacking.Where(_ => lacking.Count < models.Count))
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{model.Name} is left out: "
                + $"{cells.Values.Count(task => !task.Has(model.Name))} of {cells.Count} tasks have no outcome of it."));
        }

        models = lacking.Count < models.Count ? [.. models.Except(lacking)] : models;
        if (runs.Count > 1 && runs.Exists(run => run.Models.Count(model => models.Exists(kept => kept.Name == model.Name)) < models.Count))
        {
            warnings.Add("Not every model was in every run: some were measured at other times than others, and what providers did in "
                + "between is compared too.");
        }

        var complete = cells.Values.Where(task => models.TrueForAll(model => task.Has(model.Name))).Select(task => task.ToTask(models))
            .ToList();
        return new RoutingTable
        {
            Tasks = complete,
            Models = models,
            Runs = runs,
            DroppedTasks = cells.Count - complete.Count,
            CachedShare = answers == 0 ? 0 : (double)cached / answers,
            EstimatedUsageShare = answers == 0 ? 0 : (double)estimated / answers,
            Warnings = warnings,
        };
    }

    /// <summary>Returns a hash of which tasks these are.</summary>
    public string TaskSetHash() => AnswerFingerprint.Compute(string.Join('\n', Tasks.Select(task => task.Id)))!.Value.ToString("x16",
        CultureInfo.InvariantCulture);

    /// <summary>Returns the provider of a model: models of one provider fail together.</summary>
    public string ProviderOf(string model)
    {
        var found = Models.First(candidate => candidate.Name == model);

        // Of tables from elsewhere nobody knows who served what; simulated models stand for several providers.
        return found.Provider == RunModel.File || found.IsSimulated ? model : found.Provider;
    }

    /// <summary>The outcomes of a task while they are read.</summary>
    private sealed class TaskCells(string id, Attempt any, bool keepsPrompt)
    {
        private readonly Dictionary<string, List<OutcomeCell>> _cells = new(StringComparer.Ordinal);
        private int? _promptCharacters;
        private string? _prompt;
        private int? _inputTokens;

        public bool Add(Attempt attempt)
        {
            if (_promptCharacters is null && attempt.Texts?.Prompt is { Length: > 0 } prompt)
            {
                _promptCharacters = prompt.Length;
                _prompt = keepsPrompt ? PromptWords.Beginning(prompt) : null;
            }

            if (attempt.Usage.InputTokens is { } tokens)
            {
                _inputTokens = Math.Min(_inputTokens ?? tokens, tokens);
            }

            // A task that was changed in between is another one.
            if (attempt.TaskHash != any.TaskHash || OutcomeCell.From(attempt) is not { } cell)
            {
                return false;
            }

            if (!_cells.TryGetValue(attempt.Key.Model, out var cells))
            {
                _cells[attempt.Key.Model] = cells = [];
            }

            cells.Add(cell);
            return true;
        }

        public bool Has(string model) => _cells.ContainsKey(model);

        public RoutedTask ToTask(List<RunModel> models)
        {
            var cluster = TaskCluster.From(any.Key.TaskId);
            return new RoutedTask
            {
                Id = id,
                Class = any.Class,
                Language = any.Language,
                // As callers know it, owner/name.
                Repository = cluster == any.Key.TaskId ? null : cluster.Replace("__", "/", StringComparison.Ordinal),
                Difficulty = any.Difficulty,
                PromptTokens = _promptCharacters is { } characters ? RequestFeature.TokensOf(characters) : _inputTokens,
                Prompt = _prompt,
                Cells = models.ToDictionary(model => model.Name, model => (IReadOnlyList<OutcomeCell>)_cells[model.Name].ToArray(),
                    StringComparer.Ordinal),
            };
        }
    }
}
