using System.Text.RegularExpressions;
using Eval.Datasets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Simulation;

/// <summary>Mistakes that models make beside nearly right logic.</summary>
internal static class WrongAnswers
{
    private static readonly (string From, string To)[] Alterations =
    [
        (" + ", " - "), (" < ", " <= "), (" > ", " >= "), (" == ", " != "), (" and ", " or "), (" not in ", " in "),
            ("return ", "return not "), (" += ", " = "), ("[0]", "[-1]"), (" % 2", " % 3"),
    ];

    private static readonly string[] Inventions = ["Fast", "Safe", "Ordered", "All", "Async", "Exact"];

    /// <summary>Calls a library member that does not exist but sounds as if it did.</summary>
    public static string InventedMember(string source, Draw draw)
    {
        var members = Root(source).DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            .Where(member => member.Parent is InvocationExpressionSyntax && member.Name is IdentifierNameSyntax).ToList();
        if (members.Count == 0)
        {
            return NotImplemented(source, draw);
        }

        var member = members[draw.Below("member", members.Count)];
        var invention = member.Name.Identifier.Text + Inventions[draw.Below("invention", Inventions.Length)];
        return source[..member.Name.SpanStart] + invention + source[member.Name.Span.End..];
    }

    /// <summary>Changes one word or sign, in a language that nobody here parses.</summary>
    public static string Altered(string source, Draw draw)
    {
        var places = Alterations.SelectMany(alteration => Regex.Matches(source, Regex.Escape(alteration.From))
            .Select(match => (match.Index, alteration.From, alteration.To))).ToList();
        if (places.Count == 0)
        {
            return source.TrimEnd() + "\n)\n";
        }

        var (index, from, to) = places[draw.Below("place", places.Count)];
        return source[..index] + to + source[(index + from.Length)..];
    }

    /// <summary>Leaves the body of a method to the reader.</summary>
    public static string NotImplemented(string source, Draw draw)
    {
        var bodies = Root(source).DescendantNodes().OfType<MethodDeclarationSyntax>().Where(method => method.Body is not null).ToList();
        if (bodies.Count == 0)
        {
            return source + "\n#error not done\n";
        }

        var body = bodies[draw.Below("body", bodies.Count)].Body!;
        return source[..body.SpanStart] + "{ throw new System.NotImplementedException(); }" + source[body.Span.End..];
    }

    /// <summary>Forgets a closing brace.</summary>
    public static string MissingBrace(string source)
    {
        var brace = source.LastIndexOf('}');
        return brace < 0 ? source : source.Remove(brace, 1);
    }

    /// <summary>Answers under another name than the one asked for.</summary>
    public static string WrongTypeName(FunctionTask task, string source)
    {
        var name = task.EntryPoint?.Split('.')[0] ?? "Solution";
        return source.Replace($"class {name}", $"class {name}Impl", StringComparison.Ordinal)
            .Replace($"record {name}", $"record {name}Impl", StringComparison.Ordinal);
    }

    /// <summary>Never gets to the end.</summary>
    public static string EndlessLoop(string source)
    {
        var method = Root(source).DescendantNodes().OfType<MethodDeclarationSyntax>()
            .FirstOrDefault(candidate => candidate.Body is not null);
        return method?.Body is { } body
            ? source.Insert(body.OpenBraceToken.Span.End, " for (var spins = 0L; ; spins++) { if (spins < 0) { break; } spins &= 1023; }")
            : MissingBrace(source);
    }

    private static SyntaxNode Root(string source) => CSharpSyntaxTree.ParseText(source).GetRoot();
}
