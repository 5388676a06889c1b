using System.Text;
using Eval.Harness.Replies;
using Eval.Harness.Scoring.TestCode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Scoring;

/// <summary>
/// Writes the driver of a MultiPL-E task from the assertions of its <c>Main</c>. It becomes a part of the answer's own type, because the
/// tests
/// call what may be private there. <c>Debug.Assert</c> itself is never used: an answer can silence it.
/// </summary>
internal static class MultiPlEDriver
{
    /// <summary>The tests begin with what closes the answer's method and type.</summary>
    private const string Open = "class Tests { static void Open() {\n";

    private const string Usings = "using System.Numerics;\nusing System.Text;\n";

    /// <exception cref="TestProgramException">The program has no <c>Main</c> with assertions.</exception>
    public static TestDriver Create(string code, HostType? host, bool takeApart = true)
    {
        var methods = CSharpSyntaxTree.ParseText(Open + code).GetCompilationUnitRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
            .ToList();
        var main = methods.FirstOrDefault(method => method.Identifier.Text == "Main")
            ?? throw new TestProgramException(1, "no method Main was found");
        var rewriter = new AssertionRewriter(takeApart);
        var body = new StringBuilder();
        foreach (var statement in main.Body?.Statements ?? [])
        {
            body.Append("        ").Append(rewriter.Rewrite(statement)).Append('\n');
        }

        if (rewriter.Checks.Count == 0)
        {
            throw new TestProgramException(1, "its Main holds no assertion, so nothing would be tested");
        }

        var others = string.Join('\n', methods.Where(method => method != main && method.Identifier.Text != "Open")
            .Select(method => method.ToFullString()));
        return new TestDriver(Write(body.ToString(), others, host), rewriter.Checks)
        {
            HasAssertions = rewriter.HasAssertions,
            NeedsPartialHost = host is not null,
            ExpectedExpressions = rewriter.ExpectedExpressions,
            Usings = Usings,
        };
    }

    private static string Write(string body, string others, HostType? host)
    {
        if (host is null)
        {
            return $"{Usings}internal static class EvalDriver\n{{\n    public static void Run()\n    {{\n{body}    }}\n{others}\n}}\n";
        }

        var part = $"partial {host.Declaration} {host.Name}\n{{\n    internal static void EvalChecks()\n    {{\n{body}    "
            + $"}}\n{others}\n}}\n";
        var (scoped, name) = host.Namespace.Length == 0
            ? (part, host.Name)
            : ($"namespace {host.Namespace}\n{{\n{part}}}\n", host.Namespace + "." + host.Name);
        return $"{Usings}{scoped}internal static class EvalDriver\n{{\n    public static void Run() => global::{name}.EvalChecks();\n}}\n";
    }
}
