using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Scoring;

/// <summary>Replaces the assertions of trusted test statements by numbered checks.</summary>
internal sealed class AssertionRewriter : CSharpSyntaxRewriter
{
    private readonly List<Check> _checks = [];
    private readonly Dictionary<int, string> _expected = [];
    private SyntaxNode? _top;

    public IReadOnlyList<Check> Checks => _checks;

    public IReadOnlyDictionary<int, string> ExpectedExpressions => _expected;

    /// <summary>Whether some assertion could not be taken apart and is decided in the answer's process.</summary>
    public bool HasAssertions { get; private set; }

    public string Rewrite(StatementSyntax statement)
    {
        _top = statement;
        return Visit(statement).ToFullString().Trim();
    }

    public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        if (node.Expression is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } invocation)
        {
            return base.VisitExpressionStatement(node);
        }

        var target = member.Expression.ToString();
        if (target is "Debug" or "System.Diagnostics.Debug" or "Trace" && member.Name.Identifier.Text == "Assert")
        {
            return SyntaxFactory.ParseStatement(AssertTrue(node, invocation.ArgumentList.Arguments[0].Expression));
        }

        if (target is "Assert" or "Xunit.Assert")
        {
            HasAssertions = true;
            var number = Add(node, isOptional: node != _top);
            return SyntaxFactory.ParseStatement($"global::Eval.Runtime.Checks.Run({number}, () => {invocation.ToString().Replace("Assert.", "global::Xunit.Assert.", StringComparison.Ordinal)});");
        }

        return base.VisitExpressionStatement(node);
    }

    private string AssertTrue(ExpressionStatementSyntax statement, ExpressionSyntax condition)
    {
        while (condition is ParenthesizedExpressionSyntax parenthesized)
        {
            condition = parenthesized.Expression;
        }

        var number = Add(statement, isOptional: statement != _top);
        if (statement == _top && TakeApart(condition) is var (call, expected) && IsClosed(expected))
        {
            _expected[number] = expected.ToString();
            return $"global::Eval.Runtime.Checks.Value({number}, () => (object?)({call}));";
        }

        HasAssertions = true;
        return $"global::Eval.Runtime.Checks.That({number}, {condition});";
    }

    private int Add(ExpressionStatementSyntax statement, bool isOptional)
    {
        _checks.Add(new Check { Text = statement.ToString(), Optional = isOptional });
        return _checks.Count - 1;
    }

    private static (ExpressionSyntax Call, ExpressionSyntax Expected)? TakeApart(ExpressionSyntax condition) => condition switch
    {
        BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.EqualsExpression) => (binary.Left, binary.Right),
        InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Equals" or "SequenceEqual" } member,
            ArgumentList.Arguments: [var argument],
        } => (member.Expression, argument.Expression),
        _ => null,
    };

    /// <summary>Whether an expression is made of literals and constructions alone, so that it means the same anywhere.</summary>
    private static bool IsClosed(ExpressionSyntax expression) => expression.DescendantNodesAndSelf().All(node => node switch
    {
        InvocationExpressionSyntax invocation => invocation.Expression.ToString() is "Tuple.Create",
        IdentifierNameSyntax name => IsTypePosition(name) || name.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax },
        LambdaExpressionSyntax or AssignmentExpressionSyntax { Parent: not InitializerExpressionSyntax } => false,
        _ => true,
    });

    private static bool IsTypePosition(IdentifierNameSyntax name) =>
        name.Parent is TypeArgumentListSyntax or NullableTypeSyntax or ArrayTypeSyntax or ObjectCreationExpressionSyntax or CastExpressionSyntax
            or QualifiedNameSyntax or DefaultExpressionSyntax;
}
