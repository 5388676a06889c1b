using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Sandboxes.Compiler.Proxies;

/// <summary>Finds what tests do with asked types that a stand-in cannot give.</summary>
internal static class TestsCheck
{
    /// <summary>Returns why the tests must run beside the answer; null where they need not.</summary>
    public static string? Refusal(Compilation compilation, SyntaxTree tests, ISet<string> asked)
    {
        var model = compilation.GetSemanticModel(tests);
        foreach (var node in tests.GetRoot().DescendantNodes())
        {
            switch (node)
            {
                case BaseTypeDeclarationSyntax declared
                    when model.GetDeclaredSymbol(declared) is { BaseType: { } up } && IsAsked(up, asked):
                    return $"{declared.Identifier.Text} derives from {up.Name}";
                case TypeOfExpressionSyntax inspected when model.GetTypeInfo(inspected.Type).Type is { } type && IsAsked(type, asked):
                    return $"typeof({type.Name}) is looked at";
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "GetType" } access }
                    when model.GetTypeInfo(access.Expression).Type is { } type && IsAsked(type, asked):
                    return $"GetType() of {type.Name} is looked at";
            }
        }

        return null;
    }

    private static bool IsAsked(ITypeSymbol type, ISet<string> asked) =>
        type.TypeKind != TypeKind.Interface && asked.Contains(type.OriginalDefinition.ToDisplayString());
}
