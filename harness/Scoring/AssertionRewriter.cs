using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Scoring;

/// <summary>
/// Replaces the assertions of trusted test statements by numbered checks. An assertion that a call equals a value (<c>==</c>,
/// <c>Equals</c>,
/// <c>SequenceEqual</c>, <c>Assert.Equal</c>, a difference below a bound) becomes a call whose value is compared outside the answer's
/// process;
/// the others are checked where they stand.
/// </summary>
/// <param name="takeApart">Whether to take equalities apart. Default: yes; no where an expected side cannot be evaluated without the
/// answer.</param>
internal sealed class AssertionRewriter(bool takeApart = true) : CSharpSyntaxRewriter
{
    private readonly List<Check> _checks = [];
    private readonly Dictionary<int, string> _expected = [];
    private SyntaxNode? _top;

    public IReadOnlyList<Check> Checks => _checks;

    public IReadOnlyDictionary<int, string> ExpectedExpressions => _expected;

    /// <summary>Whether some assertion could not be taken apart and is decided in the answer's process.</summary>
    public bool HasAssertions { get; private set; }

    /// <summary>Whether some statement awaits, outside of the lambdas and functions it holds.</summary>
    public bool Awaits { get; private set; }

    public string Rewrite(StatementSyntax statement)
    {
        _top = statement;
        Awaits |= AwaitsItself(statement);
        return Visit(statement).ToFullString().Trim();
    }

    public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        var expression = node.Expression is AwaitExpressionSyntax awaited ? awaited.Expression : node.Expression;
        if (expression is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } invocation)
        {
            return base.VisitExpressionStatement(node);
        }

        var arguments = invocation.ArgumentList.Arguments;
        return (member.Expression.ToString(), member.Name.Identifier.Text) switch
        {
            ("Debug" or "System.Diagnostics.Debug" or "Trace", "Assert") => Statement(AssertTrue(node, arguments[0].Expression)),
            ("Assert" or "Xunit.Assert", "Equal") when arguments.Count == 2
                && Compared(node, arguments[1].Expression, arguments[0].Expression, 0) is { } check => Statement(check),
            ("Assert" or "Xunit.Assert", _) => Statement(AssertInPlace(node)),
            _ => base.VisitExpressionStatement(node),
        };
    }

    private string AssertTrue(ExpressionStatementSyntax statement, ExpressionSyntax condition)
    {
        condition = Bare(condition);
        if (TakeApart(condition) is var (call, expected, tolerance)
            && Compared(statement, call, expected, tolerance, IsMethodOfResult(condition)) is { } check)
        {
            return check;
        }

        HasAssertions = true;
        return $"global::Eval.Runtime.Checks.That({Add(statement, 0)}, {condition});";
    }

    private string AssertInPlace(ExpressionStatementSyntax statement)
    {
        HasAssertions = true;
        var number = Add(statement, 0);
        var text = ((ExpressionSyntax)new Assertions().Visit(statement.Expression)).ToString();
        return AwaitsItself(statement)
            ? $"global::Eval.Runtime.Checks.RunAsync({number}, async () => {text});"
            : $"global::Eval.Runtime.Checks.Run({number}, () => {{ {text}; }});";
    }

    /// <summary>Returns the check whose value is compared outside, or null where the expected side means something only here.</summary>
    private string? Compared(ExpressionStatementSyntax statement, ExpressionSyntax call, ExpressionSyntax expected, double tolerance,
        bool isOnReceiver = false)
    {
        if (!takeApart || statement != _top || !IsClosed(expected))
        {
            return null;
        }

        var number = Add(statement, tolerance, isOnReceiver);
        _expected[number] = expected.ToString();
        var value = isOnReceiver ? $"global::Eval.Runtime.Checks.Receiver({call})" : call.ToString();
        return AwaitsItself(call)
            ? $"global::Eval.Runtime.Checks.ValueAsync({number}, async () => (object?)({value}));"
            : $"global::Eval.Runtime.Checks.Value({number}, () => (object?)({value}));";
    }

    private int Add(ExpressionStatementSyntax statement, double tolerance, bool isOnReceiver = false)
    {
        _checks.Add(new Check { Text = statement.ToString(), Optional = statement != _top, Tolerance = tolerance,
            IsOnReceiver = isOnReceiver });
        return _checks.Count - 1;
    }

    private static StatementSyntax Statement(string text) => SyntaxFactory.ParseStatement(text);

    private static (ExpressionSyntax Call, ExpressionSyntax Expected, double Tolerance)? TakeApart(ExpressionSyntax condition) =>
        condition switch
    {
        BinaryExpressionSyntax binary when binary.IsKind(SyntaxKind.EqualsExpression) => (binary.Left, binary.Right, 0),
        BinaryExpressionSyntax
        {
            Left: InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: BinaryExpressionSyntax difference }] } distance,
            Right: LiteralExpressionSyntax bound,
        } binary when (binary.IsKind(SyntaxKind.LessThanExpression) || binary.IsKind(SyntaxKind.LessThanOrEqualExpression))
            && distance.Expression.ToString() is "Math.Abs" or "System.Math.Abs" && difference.IsKind(SyntaxKind.SubtractExpression)
            && bound.Token.Value is IConvertible =>
            (difference.Left, difference.Right, Convert.ToDouble(bound.Token.Value, CultureInfo.InvariantCulture)),
        InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Equals" or "SequenceEqual" } member,
            ArgumentList.Arguments: [var argument],
        } => (member.Expression, argument.Expression, 0),
        _ => null,
    };

    /// <summary>
    /// Whether what is compared is the object of <c>Equals</c>: where that is null the assertion throws, however equal the other side is.
    /// </summary>
    private static bool IsMethodOfResult(ExpressionSyntax condition) =>
        condition is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Equals" } };

    private static ExpressionSyntax Bare(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedExpressionSyntax parenthesized)
        {
            expression = parenthesized.Expression;
        }

        return expression;
    }

    /// <summary>Whether an expression is made of literals and constructions alone, so that it means the same anywhere.</summary>
    private static bool IsClosed(ExpressionSyntax expression) => expression.DescendantNodesAndSelf().All(node => node switch
    {
        InvocationExpressionSyntax invocation => invocation.Expression.ToString() is "Tuple.Create",
        IdentifierNameSyntax name => IsTypePosition(name)
            || name.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax },
        LambdaExpressionSyntax or AwaitExpressionSyntax or AssignmentExpressionSyntax { Parent: not InitializerExpressionSyntax } => false,
        // Without a type of its own it takes that of what it is compared with.
        CollectionExpressionSyntax or ImplicitObjectCreationExpressionSyntax => false,
        _ => true,
    });

    private static bool IsTypePosition(IdentifierNameSyntax name) =>
        name.Parent is TypeArgumentListSyntax or NullableTypeSyntax or ArrayTypeSyntax or ObjectCreationExpressionSyntax
            or CastExpressionSyntax
            or QualifiedNameSyntax or DefaultExpressionSyntax;

    private static bool AwaitsItself(SyntaxNode node) =>
        node.DescendantNodesAndSelf(inner => inner is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Any(inner => inner is AwaitExpressionSyntax);

    /// <summary>Makes the assertions ours even where the answer declares an <c>Assert</c> of its own.</summary>
    private sealed class Assertions : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitMemberAccessExpression(MemberAccessExpressionSyntax node) =>
            node.Expression.ToString() is "Assert" or "Xunit.Assert"
                ? node.WithExpression(SyntaxFactory.ParseExpression("global::Xunit.Assert"))
                : base.VisitMemberAccessExpression(node);
    }
}
