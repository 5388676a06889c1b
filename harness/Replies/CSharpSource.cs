using System.Text.RegularExpressions;
using Eval.Datasets;
using Eval.Sandboxes;

namespace Eval.Harness.Replies;

/// <summary>A C# source of a reply and its shape.</summary>
internal sealed partial record CSharpSource(string Text, SyntaxOutline Outline)
{
    /// <summary>No answer has more files; each costs a parse.</summary>
    private const int MaxFiles = 32;
    private static readonly string[] TestAttributes = ["Fact", "Theory", "Test", "TestCase", "TestMethod", "DataTestMethod"];
    private static readonly string[] TestTypeAttributes = ["TestFixture", "TestClass"];

    /// <summary>Gets the types in which an answer's method can stand: no interfaces, no enums and no test classes.</summary>
    public IEnumerable<OutlineMember> Hosts => Types.Where(type =>
        type.Keyword is { } keyword && Text.AsSpan(keyword) is var text
            && (text.StartsWith("class") || text.StartsWith("struct") || text.StartsWith("record"))
        && !type.Attributes.Any(attribute => TestTypeAttributes.Contains(Bare(attribute))) && !type.Members.Any(IsTest));

    public IEnumerable<OutlineMember> Types => Outline.Members.Where(member => member.Kind == OutlineMemberKind.Type);

    public IEnumerable<OutlineMember> BareMethods => Outline.Members.Where(member => member.Kind == OutlineMemberKind.Method);

    public bool HasStatements => Outline.Members.Any(member => member.Kind == OutlineMemberKind.Statement);

    /// <summary>Gets the names under which other sources know what is declared here.</summary>
    public IEnumerable<string> Declares =>
        Outline.Members.Where(member => member.Name.Length > 0 && !member.Members.Any(IsTest)).Select(member => member.Name);

    /// <summary>Returns the text without the lines that only file-based programs understand; they stand in front of all code.</summary>
    public static string WithoutDirectives(string text)
    {
        if (!text.Contains("#:", StringComparison.Ordinal) && !text.Contains("#!", StringComparison.Ordinal))
        {
            return text;
        }

        var lines = TextLines.Split(text);
        for (var i = 0; i < lines.Length && lines[i].AsSpan().TrimStart() is var line
            && (line.IsEmpty || line.StartsWith("//") || line.StartsWith("#")); i++)
        {
            // An empty line keeps the numbers of the others.
            lines[i] = line.StartsWith("#:") || line.StartsWith("#!") ? "" : lines[i];
        }

        return string.Join('\n', lines);
    }

    /// <summary>
    /// Parts a block that holds several files below headers with their names; a block with one of them, or none, stays as it is.
    /// </summary>
    public static IReadOnlyList<string> SplitFiles(string text)
    {
        var headers = FileHeader().Matches(text);
        if (headers.Count is < 2 or > MaxFiles)
        {
            return [text];
        }

        var starts = headers.Select(header => header.Index).ToList();
        var files = starts.Select((start, index) =>
            text[(index == 0 ? 0 : start)..(index + 1 < starts.Count ? starts[index + 1] : text.Length)]);
        return files.Where(file => !string.IsNullOrWhiteSpace(file)).ToList();
    }

    private static bool IsTest(OutlineMember member) => member.Attributes.Any(attribute => TestAttributes.Contains(Bare(attribute)));

    private static string Bare(string attribute)
    {
        var name = attribute[(attribute.LastIndexOf('.') + 1)..];
        return name.EndsWith("Attribute", StringComparison.Ordinal) ? name[..^"Attribute".Length] : name;
    }

    [GeneratedRegex(@"^[ \t]*(?://|/\*)[-=* \t]*(?:[Ff]ile(?:name)?[ \t]*:?[ \t]*)?[\w./\\][\w./\\-]{0,200}\.cs\b[^\n;{}()]{0,40}$",
        RegexOptions.Multiline)]
    private static partial Regex FileHeader();
}
