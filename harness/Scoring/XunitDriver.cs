using System.Text;
using Eval.Datasets;
using Eval.Harness.Replies;
using Eval.Harness.Scoring.Canaries;
using Eval.Harness.Scoring.TestCode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Scoring;

/// <summary>Writes the driver of a task whose tests are an xunit class: one check per fact and per row of a theory.</summary>
internal static class XunitDriver
{
    private static readonly string[] TestAttributes = ["Fact", "Theory", "InlineData"];

    /// <param name="task">The task.</param>
    /// <param name="code">The tests.</param>
    /// <param name="answerTypes">The types that the answer declares in namespaces of its own.</param>
    /// <param name="decoys">Makes up what assertions are compared with beside what they expect; null for no canaries.</param>
    /// <exception cref="TestProgramException">Some test cannot be run as xunit would run it.</exception>
    public static TestDriver Create(FunctionTask task, string code, IReadOnlyList<AnswerType> answerTypes, DecoyNumbers? decoys = null)
    {
        var tests = TestProgramException.Parse(code);
        var canaries = decoys is null ? null : CanaryTests.Create($"{task.Dataset}/{task.Id}", tests, decoys);
        var root = canaries?.Root ?? tests;
        var checks = new List<Check>();
        var body = new StringBuilder();
        foreach (var (method, asWritten) in Methods(root).Zip(Methods(tests)))
        {
            foreach (var (arguments, text) in XunitAttributes.Rows(method).Zip(XunitAttributes.Rows(asWritten)))
            {
                AddCheck(method, string.Join(", ", arguments), string.Join(", ", text), checks, body);
            }
        }

        if (checks.Count == 0)
        {
            throw new TestProgramException(1, "holds no [Fact] and no row of a [Theory], so nothing would be tested");
        }

        // Namespaces of the tests' own are left away: a file-scoped one cannot stand inside another.
        var types = root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(member => member is not BaseNamespaceDeclarationSyntax);
        var members = string.Concat(types.Select(type => new Cleaner().Visit(type).ToFullString()));
        var usings = root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<UsingDirectiveSyntax>();
        var source = $"internal static class EvalDriver\n{{\n    public static void Run()\n    {{\n{body}    }}\n}}\n";
        return new TestDriver(source, checks)
        {
            HasAssertions = true,
            AskedClasses = AskedTypes.WithOwnEquality(task, tests),
            Canaries = canaries?.Sheet,
            TestSource = TestNamespace.Wrap(task, usings, members, answerTypes),
        };
    }

    private static IEnumerable<MethodDeclarationSyntax> Methods(CompilationUnitSyntax root) =>
        root.DescendantNodes().OfType<MethodDeclarationSyntax>();

    private static void AddCheck(MethodDeclarationSyntax method, string arguments, string text, List<Check> checks, StringBuilder body)
    {
        var types = method.Ancestors().OfType<TypeDeclarationSyntax>().Reverse().ToList();
        var type = $"global::{TestNamespace.Name}." + string.Join('.', types.Select(ancestor => ancestor.Identifier.Text));
        var isStatic = method.Modifiers.Any(SyntaxKind.StaticKeyword);
        if (!isStatic && types[^1].Members.OfType<ConstructorDeclarationSyntax>()
            .FirstOrDefault(constructor => constructor.ParameterList.Parameters.Count > 0) is { } constructor)
        {
            throw new TestProgramException(Line(constructor),
                $"{types[^1].Identifier.Text} has a constructor with parameters; fixtures are not supported");
        }

        var call = isStatic ? $"{type}.{method.Identifier.Text}({arguments})" : $"new {type}().{method.Identifier.Text}({arguments})";
        body.Append(method.ReturnType.ToString().Split('.')[^1] is "Task" or "ValueTask"
            ? $"        global::Eval.Runtime.Checks.RunAsync({checks.Count}, async () => await {call});\n"
            : $"        global::Eval.Runtime.Checks.Run({checks.Count}, () => {call});\n");
        checks.Add(new Check { Text = $"{method.Identifier.Text}({text})" });
    }

    private static int Line(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    /// <summary>Takes the attributes away, which have done their work, and makes the assertions ours beyond doubt.</summary>
    private sealed class Cleaner : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitAttributeList(AttributeListSyntax node)
        {
            var kept = node.Attributes.Where(attribute => !TestAttributes.Contains(XunitAttributes.Name(attribute))).ToList();
            return kept.Count == 0 ? null : node.WithAttributes(SyntaxFactory.SeparatedList(kept));
        }

        public override SyntaxNode? VisitMemberAccessExpression(MemberAccessExpressionSyntax node) =>
            node.Expression.ToString() is "Assert" or "Xunit.Assert"
                ? node.WithExpression(SyntaxFactory.ParseExpression("global::Xunit.Assert").WithTriviaFrom(node.Expression))
                : base.VisitMemberAccessExpression(node);
    }
}
