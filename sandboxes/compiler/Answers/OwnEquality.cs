using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Sandboxes.Compiler.Answers;

/// <summary>
/// Finds tests that compare a value of their own with a type of the answer whose operators decide what it equals: <c>Assert.Equal(5,
/// answer)</c>
/// passes where the answer's type converts from <c>int</c> and is equal to everything.
/// </summary>
internal static class OwnEquality
{
    /// <summary>Returns why the answer's operators are refused; null when they are not.</summary>
    /// <param name="compilation">Answer and driver.</param>
    /// <param name="untrusted">The answer's files.</param>
    /// <param name="asked">The names of the types that the task asks for, whose operators are part of the task.</param>
    public static string? Find(CSharpCompilation compilation, HashSet<SyntaxTree> untrusted, IReadOnlyList<string> asked)
    {
        if (!untrusted.Any(tree => tree.GetRoot().DescendantNodes().Any(CanDecide)))
        {
            return null;
        }

        var deciding = compilation.SyntaxTrees.Where(tree => !untrusted.Contains(tree))
            .SelectMany(tree => Deciding(compilation.GetSemanticModel(tree), tree.GetRoot()))
            .FirstOrDefault(method => !asked.Contains(method.ContainingType.Name)
                && method.Locations.Any(place => place.SourceTree is { } source && untrusted.Contains(source)));
        return deciding is null ? null
            : $"A test compares a value with the answer's own type '{deciding.ContainingType.ToDisplayString()}', whose '{deciding.Name}' "
            + $"would decide what it equals.";
    }

    private static bool CanDecide(SyntaxNode node) => node is ConversionOperatorDeclarationSyntax or OperatorDeclarationSyntax
        or MethodDeclarationSyntax { Identifier.ValueText: WellKnownMemberNames.ObjectEquals };

    /// <summary>The methods that decide a comparison with a value that is not of the type that declares them.</summary>
    private static IEnumerable<IMethodSymbol> Deciding(SemanticModel model, SyntaxNode root) =>
        root.DescendantNodes().SelectMany(node => node switch
    {
        BinaryExpressionSyntax binary when model.GetSymbolInfo(binary)
            .Symbol is IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator } comparing
            && !(IsOf(comparing, model, binary.Left) && IsOf(comparing, model, binary.Right)) => [comparing],
        InvocationExpressionSyntax call when model.GetSymbolInfo(call).Symbol is IMethodSymbol method =>
            method.Name == WellKnownMemberNames.ObjectEquals
            ? call.ArgumentList.Arguments.Any(argument => IsOf(method, model, argument.Expression)) ? [] : [method]
            : IsAssertion(method) ? Conversions(model, call) : [],
        _ => Enumerable.Empty<IMethodSymbol>(),
    });

    private static IEnumerable<IMethodSymbol> Conversions(SemanticModel model, InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments
        .Select(argument => model.GetConversion(argument.Expression)).Where(conversion => conversion.IsUserDefined)
        .Select(conversion => conversion.MethodSymbol).OfType<IMethodSymbol>();

    private static bool IsAssertion(IMethodSymbol method) => method.ContainingNamespace?.ToDisplayString() is "Xunit" or "Eval.Runtime";

    private static bool IsOf(IMethodSymbol method, SemanticModel model, ExpressionSyntax operand) =>
        SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(operand).Type, method.ContainingType);
}
