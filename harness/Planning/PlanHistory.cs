using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Harness.Planning;

/// <summary>What earlier runs know of the planned models on the planned tasks.</summary>
internal sealed class PlanHistory
{
    /// <summary>Older runs say little of the next one.</summary>
    private const int MaxRuns = 30;

    /// <summary>Options that decide how an issue is worked on, and with that how much.</summary>
    private static readonly IReadOnlyList<string> IssueOptions =
        [.. RunOptions.Declared().Where(option => option.DecidesEffort).Select(option => option.Name)];

    private readonly Dictionary<string, List<EarlierAttempts>> _byModel = [];

    /// <summary>Reads the store of a folder; where there is none, nothing is known and nothing is made.</summary>
    /// <exception cref="RunStoreException">The store cannot be read.</exception>
    public static async Task<PlanHistory> ReadAsync(string outFolder, RunPlan plan, CancellationToken ct)
    {
        if (!RunStore.Exists(outFolder))
        {
            return new PlanHistory();
        }

        await using var store = await RunStore.OpenReadOnlyAsync(outFolder, ct);
        return await ReadAsync(store, plan, ct);
    }

    public static async Task<PlanHistory> ReadAsync(IRunStore store, RunPlan plan, CancellationToken ct)
    {
        var history = new PlanHistory();
        var tasks = plan.Tasks.ToDictionary(task => (task.Dataset, task.Id), task => task.ContentHash);
        var hasIssues = plan.Tasks.Any(task => task is Datasets.IssueTask);
        foreach (var run in (await store.ListRunsAsync(ct)).Take(MaxRuns))
        {
            var models = run.Models.Where(model => plan.Run.Models.Any(planned => IsSame(model, planned))).ToList();
            if (models.Count == 0 || !run.Datasets.Any(set => plan.Run.Datasets.Any(planned => planned.Name == set.Name))
                || (hasIssues && IssueOptions.Any(option =>
                    run.Settings.Answers.GetValueOrDefault(option) != plan.Run.Settings.Answers.GetValueOrDefault(option))))
            {
                continue;
            }

            var attempts = new List<Attempt>();
            await foreach (var attempt in store.ReadAttemptsAsync(run.Id, withTexts: false, ct))
            {
                attempts.Add(attempt);
            }

            foreach (var found in models.Select(model => EarlierAttempts.Of(run, model, attempts, tasks)).OfType<EarlierAttempts>())
            {
                history.Add(found);
            }
        }

        return history;
    }

    /// <summary>Returns the runs that know a model, the one that covers most of the planned tasks first, the newest among equals.</summary>
    public IReadOnlyList<EarlierAttempts> Of(string model) => _byModel.GetValueOrDefault(model) ?? [];

    private void Add(EarlierAttempts found)
    {
        if (!_byModel.TryGetValue(found.Model.Name, out var known))
        {
            _byModel[found.Model.Name] = known = [];
        }

        // Runs come the newest first.
        var place = known.FindIndex(other => other.Tasks < found.Tasks);
        known.Insert(place < 0 ? known.Count : place, found);
    }

    /// <summary>The seed aside, which changes an answer but not the model.</summary>
    private static bool IsSame(RunModel first, RunModel second) =>
        first.Name == second.Name && first.Provider == second.Provider && first.RequestedModel == second.RequestedModel
        && Lasting(first).SequenceEqual(Lasting(second));

    private static IEnumerable<KeyValuePair<string, string>> Lasting(RunModel model) => model.Settings(isChosen: true)
        .Where(setting => setting.Key != "seed" && !setting.Key.EndsWith(": seed", StringComparison.Ordinal));
}
