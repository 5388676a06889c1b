using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Scoring.TestCode;

/// <summary>Reads which tests xunit would run, and with which arguments.</summary>
internal static class XunitAttributes
{
    /// <summary>Returns the attribute's name without its namespace and ending.</summary>
    public static string Name(AttributeSyntax attribute)
    {
        var name = attribute.Name.ToString().Split('.')[^1];
        return name.EndsWith("Attribute", StringComparison.Ordinal) ? name[..^"Attribute".Length] : name;
    }

    /// <summary>
    /// Returns the arguments of each run of a test: none for a fact, those of each row for a theory; nothing for what is no test that runs.
    /// </summary>
    /// <exception cref="TestProgramException">Its rows come from elsewhere.</exception>
    public static IReadOnlyList<IReadOnlyList<ExpressionSyntax>> Rows(MethodDeclarationSyntax method)
    {
        var attributes = method.AttributeLists.SelectMany(list => list.Attributes).ToList();
        if (attributes.FirstOrDefault(attribute => Name(attribute) is "Fact" or "Theory") is not { } test || IsLeftOut(test))
        {
            return [];
        }

        if (Name(test) == "Fact")
        {
            return [[]];
        }

        var rows = attributes.Where(attribute => Name(attribute) == "InlineData").ToList();
        return rows.Count > 0
            ? [.. rows.Where(row => !IsLeftOut(row)).Select(Values)]
            : throw new TestProgramException(Line(method),
                $"the theory {method.Identifier.Text} has no [InlineData]; other sources of rows are not supported");
    }

    private static int Line(MethodDeclarationSyntax method) => method.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    private static List<ExpressionSyntax> Values(AttributeSyntax row) =>
        [.. row.ArgumentList?.Arguments.Where(argument => argument.NameEquals is null).Select(argument => argument.Expression) ?? []];

    /// <summary>What is skipped, or runs only when it is named, decides nothing.</summary>
    private static bool IsLeftOut(AttributeSyntax attribute) =>
        Named(attribute, "Skip") is { } reason && !reason.Expression.IsKind(SyntaxKind.NullLiteralExpression)
        || Named(attribute, "Explicit") is { } isExplicit && isExplicit.Expression.IsKind(SyntaxKind.TrueLiteralExpression);

    private static AttributeArgumentSyntax? Named(AttributeSyntax attribute, string property) =>
        attribute.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.Text == property);
}
