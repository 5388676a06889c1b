using Eval.Datasets;
using Eval.Results.Records;

namespace Eval.Harness.Models;

/// <summary>An attempt that is to be made.</summary>
internal sealed record PlannedAttempt(EvalTask Task, ModelSpec Model, int Sample)
{
    public AttemptKey Key => new(Task.Dataset, Task.Id, Model.Name, Sample);
}
