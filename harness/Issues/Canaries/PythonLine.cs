using System.Buffers;

namespace Eval.Harness.Issues.Canaries;

/// <summary>
/// A logical line of Python: one statement, or the head of one, over as many lines of text as its brackets and strings take.
/// </summary>
/// <param name="Start">Where its first line of text begins.</param>
/// <param name="End">Behind its last line of text.</param>
/// <param name="Indent">How far it is indented.</param>
/// <param name="Tokens">Its pieces, comments left out.</param>
internal sealed record PythonLine(int Start, int End, int Indent, IReadOnlyList<CodeToken> Tokens)
{
    private const int TabWidth = 8;
    private static readonly SearchValues<char> Prefixes = SearchValues.Create("rRbBuUfFtT");

    /// <summary>Reads the lines of a source that parses; blank ones and comments are none.</summary>
    public static IReadOnlyList<PythonLine> Read(string text)
    {
        var lines = new List<PythonLine>();
        var tokens = new List<CodeToken>();
        var (start, depth, at) = (0, 0, 0);
        while (at < text.Length)
        {
            var letter = text[at];
            if (letter == '\n' && depth == 0)
            {
                at++;
                Add(lines, text, start, at, tokens);
                (start, tokens) = (at, []);
            }
            else if (letter == '\\' && at + 1 < text.Length)
            {
                at += text[at + 1] == '\r' ? 3 : 2;
            }
            else if (letter == '#')
            {
                at = text.IndexOf('\n', at) is var end and >= 0 ? end : text.Length;
            }
            else if (char.IsWhiteSpace(letter))
            {
                at++;
            }
            else
            {
                var token = Next(text, at);
                depth += token.Kind != CodeTokenKind.Mark ? 0 : letter is '(' or '[' or '{' ? 1 : letter is ')' or ']' or '}' ? -1 : 0;
                tokens.Add(token);
                at = token.End;
            }
        }

        Add(lines, text, start, text.Length, tokens);
        return lines;
    }

    public bool Begins(string text, params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (i >= Tokens.Count || !Tokens[i].Is(text, words[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static void Add(List<PythonLine> lines, string text, int start, int end, List<CodeToken> tokens)
    {
        if (tokens.Count == 0)
        {
            return;
        }

        // What stands in front on lines of their own, comments, belongs to nothing.
        start = text.LastIndexOf('\n', tokens[0].Start) + 1;
        var indent = 0;
        for (var i = start; i < tokens[0].Start; i++)
        {
            indent += text[i] == '\t' ? TabWidth - (indent % TabWidth) : 1;
        }

        lines.Add(new PythonLine(start, end, indent, tokens));
    }

    private static CodeToken Next(string text, int at)
    {
        var end = at;
        if (char.IsLetter(text[at]) || text[at] == '_')
        {
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
            {
                end++;
            }

            return end < text.Length && text[end] is '"' or '\'' && IsPrefix(text.AsSpan(at, end - at))
                ? new CodeToken(text.AsSpan(at, end - at).ContainsAny("fFtT") ? CodeTokenKind.Opaque : CodeTokenKind.Text, at,
                    EndOfString(text, end))
                : new CodeToken(CodeTokenKind.Name, at, end);
        }

        if (text[at] is '"' or '\'')
        {
            return new CodeToken(CodeTokenKind.Text, at, EndOfString(text, at));
        }

        if (!char.IsAsciiDigit(text[at]))
        {
            return new CodeToken(CodeTokenKind.Mark, at, at + 1);
        }

        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '.' or '_'))
        {
            end++;
        }

        return new CodeToken(CodeTokenKind.Number, at, end);
    }

    private static bool IsPrefix(ReadOnlySpan<char> chars) => chars.Length <= 2 && !chars.ContainsAnyExcept(Prefixes);

    private static int EndOfString(string text, int quote)
    {
        var isLong = string.CompareOrdinal(text, quote, new string(text[quote], 3), 0, 3) == 0;
        var end = isLong ? new string(text[quote], 3) : text[quote].ToString();
        for (var at = quote + end.Length; at < text.Length; at++)
        {
            if (text[at] == '\\')
            {
                at++;
            }
            else if (string.CompareOrdinal(text, at, end, 0, end.Length) == 0)
            {
                return at + end.Length;
            }
        }

        return text.Length;
    }
}
