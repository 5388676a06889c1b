using Eval.Datasets;

namespace Eval.Harness.Scoring;

/// <summary>Runs a whole source file against a task's tests. Called for several files at once.</summary>
internal interface IFunctionJudge
{
    Task<Judgement> JudgeAsync(FunctionTask task, string code, CancellationToken ct);
}
