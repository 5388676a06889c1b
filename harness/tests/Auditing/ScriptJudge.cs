using Eval.Datasets;
using Eval.Harness.Scoring;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Eval.Harness.Tests.Auditing;

/// <summary>Runs trusted programs of these tests for real, in this process: each call must give true.</summary>
internal sealed class ScriptJudge : IFunctionJudge
{
    private static readonly ScriptOptions Options = ScriptOptions.Default.WithImports("System");

    public async Task<Judgement> JudgeAsync(FunctionTask task, string code, CancellationToken ct)
    {
        try
        {
            foreach (var test in ((CallTests)task.Tests).Cases)
            {
                if (!await CSharpScript.EvaluateAsync<bool>($"{code}\n{test.Call}", Options, cancellationToken: ct))
                    return new Judgement(JudgementKind.Failed, test.Call);
            }

            return new Judgement(JudgementKind.Passed);
        }
        catch (CompilationErrorException e)
        {
            return new Judgement(JudgementKind.CompileError, e.Message);
        }
        catch (DivideByZeroException e)
        {
            return new Judgement(JudgementKind.Failed, e.Message);
        }
    }
}
