using System.Text.RegularExpressions;
using Eval.Datasets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Scoring;

/// <summary>The C# types that a task asks for, as far as its reference, its prompt and its tests say so.</summary>
internal static class AskedTypes
{
    /// <summary>Returns whether the reference or the prompt declares a type of that name.</summary>
    public static bool Declares(FunctionTask task, string name) => Regex.IsMatch(
        $"{task.ReferenceSolution}\n{task.Prompt}", $@"\b(class|record|struct)\s+{Regex.Escape(name)}\b", RegexOptions.None,
            TimeSpan.FromSeconds(1));

    /// <summary>
    /// Returns the types whose own operators may say what they equal: those for which the reference declares any. Without a reference,
    /// those that the tests construct.
    /// </summary>
    public static IReadOnlyList<string> WithOwnEquality(FunctionTask task, SyntaxNode tests)
    {
        var names = task.ReferenceSolution is { } reference
            ? CSharpSyntaxTree.ParseText(reference).GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>().Where(DeclaresEquality)
            .Select(type => type.Identifier)
            : tests.DescendantNodes().OfType<ObjectCreationExpressionSyntax>().Select(creation => creation.Type).OfType<SimpleNameSyntax>()
                .Select(name => name.Identifier);
        return [.. names.Select(name => name.ValueText).Distinct()];
    }

    private static bool DeclaresEquality(TypeDeclarationSyntax type) => type is RecordDeclarationSyntax || type.Members.Any(member =>
        member is ConversionOperatorDeclarationSyntax or OperatorDeclarationSyntax
            or MethodDeclarationSyntax { Identifier.ValueText: WellKnownMemberNames.ObjectEquals });
}
