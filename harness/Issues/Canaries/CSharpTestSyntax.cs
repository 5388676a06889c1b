using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Issues.Canaries;

/// <summary>Tests of xunit, NUnit and MSTest: methods with an attribute of theirs.</summary>
internal sealed class CSharpTestSyntax : ITestSyntax
{
    /// <summary>Attributes that make a method a test, each with the one that makes a test without parameters.</summary>
    private static readonly Dictionary<string, string> Attributes = new(StringComparer.Ordinal)
    {
        ["Fact"] = "Fact", ["Theory"] = "Fact", ["Test"] = "Test", ["TestCase"] = "Test", ["TestCaseSource"] = "Test",
            ["TestMethod"] = "TestMethod", ["DataTestMethod"] = "TestMethod",
    };

    /// <summary>Methods that compare two arguments, and which one is expected.</summary>
    private static readonly Dictionary<string, int> Comparisons = new(StringComparer.Ordinal)
    {
        ["Equal"] = 0, ["StrictEqual"] = 0, ["AreEqual"] = 0,
        // What stands behind Assert.That(actual, …) and actual.Should().
        ["EqualTo"] = 0, ["Be"] = 0,
    };

    public string NameFrom(string chars) => char.ToUpperInvariant(chars[0]) + chars[1..];

    public IEnumerable<string> Words(string text) =>
        CSharpSyntaxTree.ParseText(text).GetRoot().DescendantTokens().SelectMany(token => SourceWords.Find(token.Text));

    public IReadOnlyList<HiddenTest> Read(string text) =>
    [
        .. CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
            .Where(method => AttributesOf(method).Any(attribute => Attributes.ContainsKey(NameOf(attribute)))
                && !AttributesOf(method).Any(IsNamed))
            .Select(method => new HiddenTest
            {
                Name = method.Identifier.ValueText,
                NameStart = method.Identifier.SpanStart,
                NameEnd = method.Identifier.Span.End,
                Container = method.Parent!.SpanStart,
                Start = method.SpanStart,
                End = method.Span.End,
                Literals = [.. method.DescendantNodes().OfType<InvocationExpressionSyntax>().SelectMany(Literals)],
            }),
    ];

    public string Constant(string text, HiddenTest like, string name, (int Less, int More) comparison)
    {
        var method = CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
            .First(each => each.SpanStart == like.Start);
        var attribute = AttributesOf(method).Select(NameOf).First(Attributes.ContainsKey);
        return $"[{Attributes[attribute]}] public void {name}() {{ if (!(int.Parse(\"{comparison.Less}\") < "
            + $"int.Parse(\"{comparison.More}\"))) throw new System.InvalidOperationException(); }}";
    }

    private static IEnumerable<AttributeSyntax> AttributesOf(MethodDeclarationSyntax method) =>
        method.AttributeLists.SelectMany(list => list.Attributes);

    private static string NameOf(AttributeSyntax attribute)
    {
        var name = attribute.Name is QualifiedNameSyntax qualified ? qualified.Right.Identifier.ValueText : attribute.Name.ToString();
        return name.EndsWith("Attribute", StringComparison.Ordinal) ? name[..^"Attribute".Length] : name;
    }

    /// <summary>Whether the runner tells the test by a name that the attribute gives it.</summary>
    private static bool IsNamed(AttributeSyntax attribute) =>
        attribute.ArgumentList?.Arguments.Any(argument => argument.NameEquals?.Name.Identifier.ValueText is "DisplayName" or "TestName")
            == true;

    private static IEnumerable<CodeToken> Literals(InvocationExpressionSyntax call)
    {
        if (call.Expression is not MemberAccessExpressionSyntax member
            || !Comparisons.TryGetValue(member.Name.Identifier.ValueText, out var expected) || call.ArgumentList.Arguments.Count <= expected
            || call.ArgumentList.Arguments[expected].Expression is not { } value || !IsValue(value) || HasTolerance(call))
        {
            return [];
        }

        return value.DescendantNodesAndSelf().OfType<LiteralExpressionSyntax>()
            .Where(literal => literal.IsKind(SyntaxKind.NumericLiteralExpression) || literal.IsKind(SyntaxKind.StringLiteralExpression)
                || literal.IsKind(SyntaxKind.CharacterLiteralExpression))
            .Select(literal => new CodeToken(literal.IsKind(SyntaxKind.NumericLiteralExpression)
                ? CodeTokenKind.Number : CodeTokenKind.Text, literal.SpanStart, literal.Span.End));
    }

    /// <summary>Whether values that differ may still be called equal: within a tolerance, or by a comparer.</summary>
    private static bool HasTolerance(InvocationExpressionSyntax call) =>
        call.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: not ("And" or "Which") }
        || call.ArgumentList.Arguments.Skip(2)
        .Any(argument => argument.NameColon is null && !argument.Expression.IsKind(SyntaxKind.StringLiteralExpression)
            && !argument.Expression.IsKind(SyntaxKind.TrueLiteralExpression));

    /// <summary>Whether an expression is a value that is written down, so that a literal in it decides what it is equal to.</summary>
    private static bool IsValue(ExpressionSyntax value) => value switch
    {
        LiteralExpressionSyntax or IdentifierNameSyntax => true,
        MemberAccessExpressionSyntax member => IsValue(member.Expression),
        PrefixUnaryExpressionSyntax minus => minus.IsKind(SyntaxKind.UnaryMinusExpression) && IsValue(minus.Operand),
        ParenthesizedExpressionSyntax inside => IsValue(inside.Expression),
        TupleExpressionSyntax tuple => tuple.Arguments.All(argument => IsValue(argument.Expression)),
        CollectionExpressionSyntax collection =>
            collection.Elements.All(element => element is ExpressionElementSyntax { Expression: var each } && IsValue(each)),
        ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions.All(IsValue),
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions.All(IsValue),
        BinaryExpressionSyntax sum => sum.IsKind(SyntaxKind.AddExpression) && IsValue(sum.Left) && IsValue(sum.Right),
        ObjectCreationExpressionSyntax { ArgumentList: { } arguments, Initializer: null,
            Type: IdentifierNameSyntax { Identifier.ValueText: "DateTime" or "DateOnly" or "TimeSpan" or "TimeOnly" } } =>
            arguments.Arguments.All(argument => IsValue(argument.Expression)),
        _ => false,
    };
}
