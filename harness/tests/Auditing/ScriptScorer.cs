using Eval.Datasets;
using Eval.Harness.Scoring;
using Eval.Results.Records;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Eval.Harness.Tests.Auditing;

/// <summary>Runs trusted programs of these tests for real, in this process: each call must give true.</summary>
internal static class ScriptScorer
{
    private static readonly ScriptOptions Options = ScriptOptions.Default.WithImports("System");

    public static async Task<ScoredAnswer> ScoreAsync(FunctionTask task, string code, CancellationToken ct)
    {
        try
        {
            foreach (var test in ((CallTests)task.Tests).Cases)
            {
                if (!await CSharpScript.EvaluateAsync<bool>($"{code}\n{test.Call}", Options, cancellationToken: ct))
                {
                    return new ScoredAnswer { Verdict = Verdict.Failed, Error = test.Call };
                }
            }

            return new ScoredAnswer { Verdict = Verdict.Passed };
        }
        catch (CompilationErrorException e)
        {
            return new ScoredAnswer { Verdict = Verdict.CompileError, Error = e.Message };
        }
        catch (DivideByZeroException e)
        {
            return new ScoredAnswer { Verdict = Verdict.Failed, Error = e.Message };
        }
    }
}
