using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Eval.Harness.Tests.Structure;

/// <summary>Keeps code readable side by side: no line is longer than <c>.editorconfig</c> says.</summary>
public sealed class LineLengthTests
{
    private const int Max = 140;

    /// <summary>A text of that length, such as a regular expression or a record of a data set, is shown in one piece.</summary>
    private const int LongText = 90;

    private static readonly string[] Elsewhere = ["bin", "obj", "csharp", "issues"];

    public static TheoryData<string> Folders => ["datasets", "harness", "reports", "sandboxes"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void No_line_of_code_is_longer_than_the_limit(string folder)
    {
        var files = FilesOf(Path.Combine(Require.RepositoryRoot, folder)).ToList();

        Assert.NotEmpty(files);
        var tooLong = files.AsParallel().SelectMany(TooLong).Order(StringComparer.Ordinal).ToList();
        Assert.True(tooLong.Count == 0, $"Break these lines, or shorten what they say:\n{string.Join('\n', tooLong)}");
    }

    private static IEnumerable<string> TooLong(string file)
    {
        var text = SourceText.From(File.ReadAllText(file));
        var lines = text.Lines.Where(line => line.Span.Length > Max).ToList();
        if (lines.Count == 0)
        {
            return [];
        }

        var root = CSharpSyntaxTree.ParseText(text).GetRoot();
        return lines.Where(line => !HoldsLongText(root, line.Span))
            .Select(line => $"{Path.GetRelativePath(Require.RepositoryRoot, file)}:{line.LineNumber + 1}").ToList();
    }

    // A raw string is data, with or without holes.
    private static bool HoldsLongText(SyntaxNode root, TextSpan line) =>
        root.DescendantTokens(line)
            .Where(token => token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken
                or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
                or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.Utf8MultiLineRawStringLiteralToken
                or SyntaxKind.Utf8SingleLineRawStringLiteralToken)
            .Select(token => token.Span)
            .Concat(root.DescendantNodes(line).OfType<InterpolatedStringExpressionSyntax>()
                .Where(text => text.StringStartToken.Kind() is SyntaxKind.InterpolatedSingleLineRawStringStartToken
                    or SyntaxKind.InterpolatedMultiLineRawStringStartToken)
                .Select(text => text.Span))
            .Any(text => text.Intersection(line) is { Length: > LongText });

    private static IEnumerable<string> FilesOf(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs").Concat(
            Directory.EnumerateDirectories(folder).Where(inner => !Elsewhere.Contains(Path.GetFileName(inner))).SelectMany(FilesOf));
}
