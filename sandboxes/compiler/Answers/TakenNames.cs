using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Sandboxes.Compiler.Answers;

/// <summary>
/// Finds what an answer declares in the place of what trusted code means. It looks at symbols: one name has many spellings (<c>@Xunit</c>,
/// <c>\u0058unit</c>, comments between its parts).
/// </summary>
internal static class TakenNames
{
    /// <summary>The roots of all that drivers rely on.</summary>
    private static readonly HashSet<string> Reserved = [Ours, "Xunit"];

    /// <summary>Where tests stand, what they expect and what they report through.</summary>
    private const string Ours = "Eval";

    /// <summary>Returns why an answer's declarations are refused; null when they are not.</summary>
    /// <param name="compilation">Answer and driver.</param>
    /// <param name="untrusted">The answer's files.</param>
    /// <param name="sharesProcess">Whether the driver's own meaning decides in the answer's process.</param>
    public static string? Find(CSharpCompilation compilation, HashSet<SyntaxTree> untrusted, bool sharesProcess)
    {
        var root = compilation.SourceModule.GlobalNamespace;
        var taken = root.GetMembers().FirstOrDefault(member => Reserved.Contains(member.Name) && IsDeclaredIn(member, untrusted));
        if (taken is not null)
        {
            return taken is INamespaceSymbol
                ? $"An answer cannot declare the namespace '{taken.Name}'."
                : $"An answer cannot declare a type '{taken.Name}' outside of a namespace.";
        }

        if (sharesProcess && untrusted.Any(tree => Uses(tree, compilation)))
        {
            return $"An answer cannot use the namespace '{Ours}'.";
        }

        return sharesProcess && Types(root, untrusted).FirstOrDefault(type => Hides(type, compilation)) is { } hiding
            ? $"An answer cannot declare '{hiding.ToDisplayString()}', which is a type of .NET."
            : null;
    }

    private static bool Uses(SyntaxTree tree, CSharpCompilation compilation)
    {
        var names = tree.GetRoot().DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == Ours)
            .ToList();
        return names.Count > 0 && compilation.GetSemanticModel(tree) is var model
            && names.Exists(name => model.GetSymbolInfo(name).Symbol is INamespaceSymbol { ContainingNamespace.IsGlobalNamespace: true });
    }

    /// <summary>The types outside of others that the answer declares in namespaces.</summary>
    private static IEnumerable<INamedTypeSymbol> Types(INamespaceSymbol space, HashSet<SyntaxTree> untrusted) => space.GetNamespaceMembers()
        .Where(inner => IsDeclaredIn(inner, untrusted))
        .SelectMany(inner => inner.GetTypeMembers().Where(type => IsDeclaredIn(type, untrusted)).Concat(Types(inner, untrusted)));

    /// <summary>
    /// Whether trusted code would get the answer's type where it means, or its compiler uses unseen, one of .NET. What only marks code for
    /// older compilers (attributes, <c>IsExternalInit</c>) does nothing.
    /// </summary>
    private static bool Hides(INamedTypeSymbol type, CSharpCompilation compilation) =>
        compilation.GetTypesByMetadataName($"{type.ContainingNamespace.ToDisplayString()}.{type.MetadataName}")
            .Any(other => other.DeclaredAccessibility == Accessibility.Public
                && !SymbolEqualityComparer.Default.Equals(other.ContainingAssembly, compilation.Assembly))
        && type.BaseType?.ToDisplayString() != "System.Attribute"
        && type.GetMembers().Any(member => !member.IsImplicitlyDeclared);

    private static bool IsDeclaredIn(ISymbol symbol, HashSet<SyntaxTree> trees) =>
        symbol.Locations.Any(place => place.SourceTree is { } tree && trees.Contains(tree));
}
