using System.Text;
using Eval.Datasets;
using Eval.Harness.Replies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Scoring.TestCode;

/// <summary>
/// Puts a trusted test program into a namespace that an answer cannot declare, with its using directives inside. Names then mean what the
/// tests mean by them even when the answer declares an <c>Assert</c>, a <c>List</c> or a global alias of its own, by chance or to pass.
/// </summary>
internal static class TestNamespace
{
    public const string Name = "Eval.Tests";

    /// <summary>What test projects have without saying so, and what the assertions need.</summary>
    private static readonly string[] Implicit =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading",
            "System.Threading.Tasks", "System.Diagnostics", "Xunit"];

    public static string Wrap(FunctionTask task, IEnumerable<UsingDirectiveSyntax> usings, string members, IReadOnlyList<AnswerType> types)
    {
        var source = new StringBuilder($"namespace {Name}\n{{\n");
        foreach (var name in Implicit)
        {
            source.Append($"    using global::{name};\n");
        }

        foreach (var directive in usings.Select(Rooted).Distinct()
            .Where(directive => !Implicit.Any(name => directive == $"using global::{name};")))
        {
            source.Append($"    {directive}\n");
        }

        var meant = AnswerTypes(task).Where(type => members.Contains(type.Name, StringComparison.Ordinal)).ToList();
        foreach (var directive in AnswerNames.Directives(types.Where(type => meant.Contains(type with { Namespace = "" }))
            // The answer's own types win over those of the framework, as they would for a test written beside them.
            .Concat(meant.Where(type => !type.IsGeneric && !types.Any(own => own.Name == type.Name)))))
        {
            source.Append($"    {directive}\n");
        }

        return source.Append(members).Append("\n}\n").ToString();
    }

    /// <summary>Inside a namespace a name is looked up from there; rooted it means what it meant at the top of a file.</summary>
    private static string Rooted(UsingDirectiveSyntax directive)
    {
        var name = directive.NamespaceOrType;
        var root = name is NameSyntax && name is not AliasQualifiedNameSyntax
            && !name.ToString().StartsWith("global::", StringComparison.Ordinal) ? "global::" : "";
        var kind = directive.StaticKeyword.IsKind(SyntaxKind.StaticKeyword) ? "static " : "";
        var alias = directive.Alias is { } named ? $"{named.Name} = " : "";
        return $"using {kind}{alias}{root}{name};";
    }

    /// <summary>The types that an answer is asked for, as far as the task says so.</summary>
    private static IEnumerable<AnswerType> AnswerTypes(FunctionTask task)
    {
        var declared = task.ReferenceSolution is null
            ? [] : CSharpSyntaxTree.ParseText(task.ReferenceSolution).GetCompilationUnitRoot().Members
            .OfType<BaseTypeDeclarationSyntax>()
            .Select(type => new AnswerType(type.Identifier.Text, "", type is TypeDeclarationSyntax { TypeParameterList: not null }));
        var entry = task.EntryPoint?.Split('.') is [var type, _] ? [new AnswerType(type, "", false)] : Array.Empty<AnswerType>();
        return declared.Concat(entry).Distinct();
    }
}
