using System.Text;
using Eval.Datasets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Scoring;

/// <summary>
/// Writes the driver of a task whose tests are statements with assertions (MultiPL-E's <c>Main</c>, plain statements). An assertion of the
/// form <c>call == value</c>, <c>call.Equals(value)</c> or <c>call.SequenceEqual(value)</c> becomes a call whose value is compared outside the
/// answer's process; the others are checked where they stand. <c>Debug.Assert</c> itself is never used: an answer can silence it.
/// </summary>
internal static class AssertionDriver
{
    private const string Usings = "using System.Numerics;\nusing System.Text;\n";

    public static TestDriver Create(ProgramTests tests, HostType? host)
    {
        var open = "class Tests { static void Open() {\n";
        var source = tests.Style == ProgramTestStyle.MultiPlE ? open + tests.Code : open + tests.Code + "\n}}";
        var root = CSharpSyntaxTree.ParseText(source).GetCompilationUnitRoot();
        var methods = root.DescendantNodes().OfType<MethodDeclarationSyntax>().ToList();
        var main = methods.FirstOrDefault(method => method.Identifier.Text == (tests.Style == ProgramTestStyle.MultiPlE ? "Main" : "Open"))
            ?? throw new DatasetFormatException("tests", null, "tests", "no method Main was found in the test program");

        var rewriter = new AssertionRewriter();
        var body = new StringBuilder();
        foreach (var statement in main.Body?.Statements ?? [])
        {
            body.Append("        ").Append(rewriter.Rewrite(statement)).Append('\n');
        }

        var others = string.Join('\n', methods.Where(method => method != main && method.Identifier.Text != "Open").Select(method => method.ToFullString()));
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

        var part = $"partial {host.Declaration} {host.Name}\n{{\n    internal static void EvalChecks()\n    {{\n{body}    }}\n{others}\n}}\n";
        var (scoped, name) = host.Namespace.Length == 0
            ? (part, host.Name)
            : ($"namespace {host.Namespace}\n{{\n{part}}}\n", host.Namespace + "." + host.Name);
        return $"{Usings}{scoped}internal static class EvalDriver\n{{\n    public static void Run() => global::{name}.EvalChecks();\n}}\n";
    }
}
