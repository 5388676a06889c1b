using Eval.Datasets;

namespace Eval.Harness.Replies;

/// <summary>Finds code in text: from a line with which code may begin, as far as it can be read.</summary>
internal static class LooseCode
{
    /// <summary>Enough for every reply that means to be read; without a bound each line of a hostile one would be a beginning.</summary>
    private const int MaxBeginnings = 32;

    public static IEnumerable<string> Find(string text, ICodeReader reader)
    {
        var lines = TextLines.Split(text);
        var beginnings = 0;
        for (var i = 0; i < lines.Length && beginnings < MaxBeginnings; i++)
        {
            if (!reader.Begins(lines[i]))
            {
                continue;
            }

            beginnings++;
            var code = Unindented(lines, i);
            var statements = reader.Read(code).Statements.TakeWhile((statement, index) => index == 0 || !statement.IsIdle).ToList();
            if (statements.Count > 0)
            {
                code = code[..statements[^1].End];
                yield return code;
                i += code.Count(letter => letter == '\n');
            }
        }
    }

    /// <summary>Returns code whose lines are all indented without that; null where that is not so.</summary>
    public static string? Unindented(string code, ICodeReader reader)
    {
        var lines = TextLines.Split(code);
        var first = Array.FindIndex(lines, line => !string.IsNullOrWhiteSpace(line));
        return first >= 0 && Blanks(lines[first]) > 0 && reader.Begins(lines[first]) ? Unindented(lines, first) : null;
    }

    /// <summary>Returns the lines from one on, without what that one is indented by.</summary>
    public static string Unindented(string[] lines, int first)
    {
        var blanks = Blanks(lines[first]);
        return string.Join('\n', lines.Skip(first).Select(line => blanks == 0 ? line : line[Math.Min(blanks, Blanks(line))..]));
    }

    private static int Blanks(string line) => line.Length - line.AsSpan().TrimStart(" \t").Length;
}
