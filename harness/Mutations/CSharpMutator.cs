using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Eval.Harness.Mutations;

/// <summary>
/// Makes the mutants of a C# source: every small change of an operator, boundary, constant, condition, returned value or statement that
/// still parses. It works on syntax alone, so a mutant may not compile; who scores it leaves those out. Sources are trusted references.
/// </summary>
internal static class CSharpMutator
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    /// <summary>Returns the mutants in the order of the text; the same source always gives the same list.</summary>
    /// <exception cref="FormatException">The source itself does not parse.</exception>
    public static IReadOnlyList<Mutant> Mutate(string source)
    {
        var text = SourceText.From(source);
        var tree = CSharpSyntaxTree.ParseText(text, Options);
        if (FirstError(tree) is { } error)
        {
            throw new FormatException($"The source does not parse: {error}");
        }

        var edits = tree.GetRoot().DescendantNodes(node => !Exclusions.Covers(node))
            .Where(node => !Exclusions.Covers(node))
            .SelectMany(EditsOf)
            .OrderBy(edit => edit.Span.Length)
            .ThenBy(edit => edit.Span.Start)
            .ThenBy(edit => edit.Operator, StringComparer.Ordinal)
            .ThenBy(edit => edit.After, StringComparer.Ordinal);

        // Shortest first, so that of two edits that give the same program ("a == b" negated and "==" swapped) the smaller one is named.
        return [.. Build(tree, text, edits).OrderBy(placed => placed.Start).Select(placed => placed.Mutant)];
    }

    private static IEnumerable<Edit> EditsOf(SyntaxNode node) =>
    [
        .. OperatorEdits.Find(node),
        .. BoundaryEdits.Find(node),
        .. ConstantEdits.Find(node),
        .. ConditionEdits.Find(node),
        .. ReturnEdits.Find(node),
        .. StatementEdits.Find(node),
    ];

    private static IEnumerable<(int Start, Mutant Mutant)> Build(SyntaxTree tree, SourceText text, IEnumerable<Edit> edits)
    {
        var ids = new HashSet<string>();
        var sources = new HashSet<string> { text.ToString() };
        foreach (var edit in edits)
        {
            var changed = text.WithChanges(new TextChange(edit.Span, edit.After));
            var mutated = changed.ToString();
            if (FirstError(tree.WithChangedText(changed)) is not null || !sources.Add(mutated))
            {
                continue;
            }

            var before = text.ToString(edit.Span);
            var start = text.Lines.GetLinePosition(edit.Span.Start);
            var id = Identify(edit, start, before, ids);
            yield return (edit.Span.Start, new Mutant(id, edit.Operator, start.Line + 1, before, edit.After, mutated));
        }
    }

    private static string Identify(Edit edit, LinePosition start, string before, HashSet<string> taken)
    {
        var key = string.Join('\n', edit.Operator, start.Character, before, edit.After);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        for (var length = 6; ; length++)
        {
            var id = $"{edit.Operator}-{start.Line + 1}-{hash[..length]}";
            if (taken.Add(id))
            {
                return id;
            }
        }
    }

    private static Diagnostic? FirstError(SyntaxTree tree) =>
        tree.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
