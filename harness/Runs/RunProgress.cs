using Eval.Harness.Models;
using Eval.Results.Records;

namespace Eval.Harness.Runs;

/// <summary>Counts what a run has done, per model. Thread-safe; a display reads snapshots of it.</summary>
internal sealed class RunProgress
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ModelProgress> _models = [];
    private readonly List<string> _notes = [];

    public RunProgress(IEnumerable<(string Model, int Planned, int Done, int Passed, decimal? CostUsd)> models)
    {
        foreach (var (model, planned, done, passed, cost) in models)
        {
            _models[model] = new ModelProgress(model, planned) { Done = done, Passed = passed, DoneBefore = done, CostUsd = cost };
        }
    }

    public IReadOnlyList<ModelProgress> Snapshot()
    {
        lock (_gate)
        {
            return _models.Values.ToList();
        }
    }

    /// <summary>Returns and forgets the sentences that came up since the last call.</summary>
    public IReadOnlyList<string> TakeNotes()
    {
        lock (_gate)
        {
            var notes = _notes.ToList();
            _notes.Clear();
            return notes;
        }
    }

    public void Asked(PlannedAttempt planned) => Change(planned.Model.Name, model => model with { Open = model.Open + 1 });

    /// <param name="planned">The attempt.</param>
    /// <param name="attempt">What came of it.</param>
    /// <param name="wasOpen">Whether a call was made for it.</param>
    public void Answered(PlannedAttempt planned, Attempt attempt, bool wasOpen) => Change(planned.Model.Name, model => model with
    {
        Open = model.Open - (wasOpen ? 1 : 0),
        CostUsd = attempt.CostUsd is { } cost && !attempt.IsCached ? (model.CostUsd ?? 0) + cost : model.CostUsd,
    });

    public void Scored(Attempt attempt) => Change(attempt.Key.Model, model => model with
    {
        Done = model.Done + 1,
        Passed = model.Passed + (attempt.Passed ? 1 : 0),
        InfrastructureErrors = model.InfrastructureErrors + (attempt.Verdict.IsInfrastructureError() ? 1 : 0),
    });

    public void Skipped(PlannedAttempt planned) => Change(planned.Model.Name, model => model with { Skipped = model.Skipped + 1 });

    public void Refused(string model, string reason) => Note($"{model}: {reason}");

    /// <summary>Adds a sentence that must be known while the run goes on.</summary>
    public void Note(string note)
    {
        lock (_gate)
        {
            _notes.Add(note);
        }
    }

    private void Change(string name, Func<ModelProgress, ModelProgress> change)
    {
        lock (_gate)
        {
            _models[name] = change(_models[name]);
        }
    }
}
