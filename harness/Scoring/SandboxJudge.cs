using Eval.Datasets;
using Eval.Results.Records;
using Eval.Sandboxes;

namespace Eval.Harness.Scoring;

/// <summary>Judges programs for an audit exactly as answers of models are judged.</summary>
internal sealed class SandboxJudge(FunctionScorer scorer) : IFunctionJudge
{
    public async Task<Judgement> JudgeAsync(FunctionTask task, string code, CancellationToken ct)
    {
        try
        {
            var scored = await scorer.JudgeCodeAsync(task, code, ct);
            return new Judgement(
                scored.Verdict switch
                {
                    Verdict.Passed => JudgementKind.Passed,
                    Verdict.CompileError => JudgementKind.CompileError,
                    Verdict.Timeout => JudgementKind.Timeout,
                    Verdict.SandboxError => JudgementKind.SandboxError,
                    _ => JudgementKind.Failed,
                },
                scored.Error);
        }
        catch (SandboxUnavailableException e)
        {
            return new Judgement(JudgementKind.SandboxError, e.Message);
        }
    }
}
