using System.Text;
using Eval.Datasets;
using Eval.Harness.Replies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Scoring;

/// <summary>Writes the driver of a task whose tests are an xunit class: one check per fact and per row of a theory.</summary>
internal static class XunitDriver
{
    private static readonly string[] TestAttributes = ["Fact", "Theory", "InlineData"];

    /// <exception cref="TestProgramException">Some test cannot be run as xunit would run it.</exception>
    public static TestDriver Create(FunctionTask task, string code, IReadOnlyList<AnswerType> answerTypes)
    {
        var root = TestProgramException.Parse(code);
        var checks = new List<Check>();
        var body = new StringBuilder();
        foreach (var method in root.DescendantNodes().OfType<MethodDeclarationSyntax>())
        {
            foreach (var arguments in Rows(method))
            {
                AddCheck(method, arguments, checks, body);
            }
        }

        if (checks.Count == 0)
        {
            throw new TestProgramException(1, "holds no [Fact] and no row of a [Theory], so nothing would be tested");
        }

        // Namespaces of the tests' own are left away: a file-scoped one cannot stand inside another.
        var types = root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<MemberDeclarationSyntax>()
            .Where(member => member is not BaseNamespaceDeclarationSyntax);
        var members = string.Concat(types.Select(type => new Cleaner().Visit(type).ToFullString()));
        var usings = root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<UsingDirectiveSyntax>();
        var source = $"internal static class EvalDriver\n{{\n    public static void Run()\n    {{\n{body}    }}\n}}\n";
        return new TestDriver(source, checks) { HasAssertions = true, TestSource = TestNamespace.Wrap(task, usings, members, answerTypes) };
    }

    private static void AddCheck(MethodDeclarationSyntax method, string arguments, List<Check> checks, StringBuilder body)
    {
        var types = method.Ancestors().OfType<TypeDeclarationSyntax>().Reverse().ToList();
        var type = $"global::{TestNamespace.Name}." + string.Join('.', types.Select(ancestor => ancestor.Identifier.Text));
        var isStatic = method.Modifiers.Any(SyntaxKind.StaticKeyword);
        if (!isStatic && types[^1].Members.OfType<ConstructorDeclarationSyntax>().FirstOrDefault(constructor => constructor.ParameterList.Parameters.Count > 0) is { } constructor)
        {
            throw new TestProgramException(Line(constructor), $"{types[^1].Identifier.Text} has a constructor with parameters; fixtures are not supported");
        }

        var call = isStatic ? $"{type}.{method.Identifier.Text}({arguments})" : $"new {type}().{method.Identifier.Text}({arguments})";
        body.Append(method.ReturnType.ToString().Split('.')[^1] is "Task" or "ValueTask"
            ? $"        global::Eval.Runtime.Checks.RunAsync({checks.Count}, async () => await {call});\n"
            : $"        global::Eval.Runtime.Checks.Run({checks.Count}, () => {call});\n");
        checks.Add(new Check { Text = $"{method.Identifier.Text}({arguments})" });
    }

    private static IEnumerable<string> Rows(MethodDeclarationSyntax method)
    {
        var attributes = method.AttributeLists.SelectMany(list => list.Attributes).ToList();
        if (attributes.FirstOrDefault(attribute => Name(attribute) is "Fact" or "Theory") is not { } test)
        {
            return [];
        }

        if (IsLeftOut(test))
        {
            return [];
        }

        if (Name(test) == "Fact")
        {
            return [""];
        }

        var rows = attributes.Where(attribute => Name(attribute) == "InlineData").ToList();
        return rows.Count > 0
            ? rows.Where(row => !IsLeftOut(row)).Select(Values)
            : throw new TestProgramException(Line(method), $"the theory {method.Identifier.Text} has no [InlineData]; other sources of rows are not supported");
    }

    /// <summary>What is skipped, or runs only when it is named, decides nothing.</summary>
    private static bool IsLeftOut(AttributeSyntax attribute) =>
        Named(attribute, "Skip") is { } reason && !reason.Expression.IsKind(SyntaxKind.NullLiteralExpression)
        || Named(attribute, "Explicit") is { } isExplicit && isExplicit.Expression.IsKind(SyntaxKind.TrueLiteralExpression);

    private static AttributeArgumentSyntax? Named(AttributeSyntax attribute, string property) =>
        attribute.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.Text == property);

    private static string Values(AttributeSyntax row) =>
        string.Join(
            ", ", row.ArgumentList?.Arguments.Where(argument => argument.NameEquals is null).Select(argument => argument.ToString()) ?? []);

    private static int Line(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    private static string Name(AttributeSyntax attribute)
    {
        var name = attribute.Name.ToString().Split('.')[^1];
        return name.EndsWith("Attribute", StringComparison.Ordinal) ? name[..^"Attribute".Length] : name;
    }

    /// <summary>Takes the attributes away, which have done their work, and makes the assertions ours beyond doubt.</summary>
    private sealed class Cleaner : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitAttributeList(AttributeListSyntax node)
        {
            var kept = node.Attributes.Where(attribute => !TestAttributes.Contains(Name(attribute))).ToList();
            return kept.Count == 0 ? null : node.WithAttributes(SyntaxFactory.SeparatedList(kept));
        }

        public override SyntaxNode? VisitMemberAccessExpression(MemberAccessExpressionSyntax node) =>
            node.Expression.ToString() is "Assert" or "Xunit.Assert"
                ? node.WithExpression(SyntaxFactory.ParseExpression("global::Xunit.Assert").WithTriviaFrom(node.Expression))
                : base.VisitMemberAccessExpression(node);
    }
}
