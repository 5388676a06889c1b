using Eval.Datasets;
using Eval.Harness.Models;
using Eval.Results.Records;

namespace Eval.Harness.Runs;

/// <summary>What a run will do: every task for every model, as often as asked.</summary>
internal sealed record RunPlan
{
    public required Run Run { get; init; }

    public required IReadOnlyList<EvalTask> Tasks { get; init; }

    public required IReadOnlyList<ModelSpec> Models { get; init; }

    /// <summary>Returns the plan without tasks that no model can be scored by; the run lists them.</summary>
    public RunPlan Without(IReadOnlyList<RunSetAsideTask> unfit)
    {
        var left = new TaskSelection(Tasks, Run.Datasets, Run.SetAside).Without(unfit);
        return this with { Tasks = left.Tasks, Run = Run with { Datasets = left.Datasets, SetAside = left.SetAside } };
    }

    /// <summary>
    /// Returns a model's attempts. All models go through the tasks in the same shuffled order, so that they meet the same minutes of the
    /// day and the same load.
    /// </summary>
    public IEnumerable<PlannedAttempt> Attempts(ModelSpec model)
    {
        var order = Tasks.ToArray();
        new Random(Run.Id.Aggregate(17, (hash, letter) => unchecked(hash * 31 + letter))).Shuffle(order);
        for (var sample = 0; sample < Run.Samples; sample++)
        {
            foreach (var task in order)
            {
                yield return new PlannedAttempt(task, model, sample);
            }
        }
    }
}
