using System.Text;
using Eval.Datasets;
using Eval.Harness.Replies;
using Eval.Harness.Scoring.TestCode;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Scoring;

/// <summary>Writes the driver of a task whose tests are plain statements with assertions among them, as at the top of a program.</summary>
internal static class StatementsDriver
{
    /// <exception cref="TestProgramException">The program does not parse or asserts nothing.</exception>
    public static TestDriver Create(FunctionTask task, string code, IReadOnlyList<AnswerType> answerTypes, bool takeApart = true)
    {
        var root = TestProgramException.Parse(code);
        var rewriter = new AssertionRewriter(takeApart);
        var body = new StringBuilder();
        foreach (var statement in root.Members.OfType<GlobalStatementSyntax>().Select(member => member.Statement))
        {
            body.Append("            ").Append(rewriter.Rewrite(statement)).Append('\n');
        }

        if (rewriter.Checks.Count == 0)
        {
            throw new TestProgramException(1, "holds no Debug.Assert and no Assert, so nothing would be tested");
        }

        var types = string.Concat(root.Members.Where(member => member is not GlobalStatementSyntax)
            .Select(member => member.ToFullString()));
        var members = rewriter.Awaits
            ? $"    internal static class Statements\n    {{\n        internal static async Task Run()\n        {{\n{body}        }}\n    "
            + $"}}\n{types}"
            : $"    internal static class Statements\n    {{\n        internal static void Run()\n        {{\n{body}        }}\n    "
            + $"}}\n{types}";
        var call = $"global::{TestNamespace.Name}.Statements.Run()" + (rewriter.Awaits ? ".GetAwaiter().GetResult()" : "");
        var usings = string.Concat(root.Usings.Select(directive => directive.ToFullString()));
        return new TestDriver($"internal static class EvalDriver\n{{\n    public static void Run() => {call};\n}}\n", rewriter.Checks)
        {
            HasAssertions = rewriter.HasAssertions,
            AskedClasses = AskedTypes.WithOwnEquality(task, root),
            TestSource = TestNamespace.Wrap(task, root.Usings, members, answerTypes),
            ExpectedExpressions = rewriter.ExpectedExpressions,
            Usings = usings,
        };
    }
}
