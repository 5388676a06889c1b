using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Scoring.Canaries;

/// <summary>An assertion that something is equal to a constant, or to a parameter whose rows hold constants.</summary>
/// <param name="Call">The whole assertion.</param>
/// <param name="Expected">The constant or the parameter.</param>
/// <param name="Actual">What is compared with it.</param>
/// <param name="MinDistance">By how much numbers must differ for the assertion to tell them apart.</param>
/// <param name="Compare">Writes the comparison of two operands, the expected one first.</param>
internal sealed record ConstantAssertion(
    InvocationExpressionSyntax Call, ExpressionSyntax Expected, ExpressionSyntax Actual, double MinDistance,
        Func<string, string, string> Compare)
{
    private const string Equality = "global::Eval.Runtime.Canaries.Equal";

    /// <summary>Returns whether a call is an assertion of xunit.</summary>
    public static bool IsAssertion(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax member && member.Expression.ToString() is "Assert" or "Xunit.Assert";

    /// <summary>Reads an assertion; null where nothing in it may be what is expected.</summary>
    /// <param name="call">The assertion.</param>
    /// <param name="parameters">The names of the parameters that rows may fill with constants.</param>
    public static ConstantAssertion? Read(InvocationExpressionSyntax call, IReadOnlySet<string> parameters)
    {
        var arguments = call.ArgumentList.Arguments;
        // What holds assertions itself would be written twice.
        if (!IsAssertion(call) || call.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(IsAssertion)
            || arguments.Any(argument => argument.NameColon is not null || !argument.RefKindKeyword.IsKind(SyntaxKind.None)))
        {
            return null;
        }

        bool IsExpected(ExpressionSyntax side) =>
            CanaryConstants.Read(side) is not null || side is IdentifierNameSyntax name && parameters.Contains(name.Identifier.ValueText);
        ConstantAssertion? Sides(ExpressionSyntax left, ExpressionSyntax right, double distance, Func<string, string, string> compare) =>
            IsExpected(left) == IsExpected(right) ? null
            : IsExpected(left) ? new ConstantAssertion(call, left, right, distance, compare)
            : new ConstantAssertion(call, right, left, distance, compare);

        var method = ((MemberAccessExpressionSyntax)call.Expression).Name;
        var types = method is GenericNameSyntax generic ? generic.TypeArgumentList.ToString() : "";
        return (method.Identifier.ValueText, arguments.Select(argument => argument.Expression).ToList()) switch
        {
            ("Equal", [var expected, var actual]) => Sides(expected, actual, 0, (left, right) => $"{Equality}{types}({left}, {right})"),
            ("Equal", [var expected, var actual, var bound]) when CanaryConstants.Distance(bound) is { } distance =>
                Sides(expected, actual, distance, (left, right) => $"{Equality}({left}, {right}, {bound})"),
            ("True", [BinaryExpressionSyntax equality]) when equality.IsKind(SyntaxKind.EqualsExpression) =>
                Sides(equality.Right, equality.Left, 0, (left, right) => $"({right}) == ({left})"),
            _ => null,
        };
    }
}
