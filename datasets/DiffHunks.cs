using System.Globalization;
using System.Text.RegularExpressions;

namespace Eval.Datasets;

/// <summary>
/// Finds the lines of a unified diff's hunks, by the numbers in their heads, as git does: a line that was removed may begin like one that
/// names a file.
/// </summary>
public static partial class DiffHunks
{
    /// <summary>Returns the number of the first line of the file as it was, if a line is the head of a hunk.</summary>
    public static int? OldStart(string line) => Head().Match(line) is { Success: true } head ? Number(head, "start") : null;

    /// <summary>Returns how many lines behind the head of a hunk belong to it; 0 where there is no head.</summary>
    /// <param name="lines">The diff's lines, with their ends or without.</param>
    /// <param name="at">The place of the head.</param>
    public static int LengthAt(IReadOnlyList<string> lines, int at)
    {
        if (Head().Match(lines[at]) is not { Success: true } head)
        {
            return 0;
        }

        var (removed, added) = (Number(head, "old"), Number(head, "new"));
        var end = at + 1;
        for (; end < lines.Count; end++)
        {
            // An empty line is one that stays, whose blank got lost.
            var mark = lines[end] is [var first, ..] ? first : ' ';
            var isText = mark is '+' or '-' or ' ' or '\r' or '\n';
            if (mark != '\\' && (!isText || (mark == '+' ? added <= 0 : mark == '-' ? removed <= 0 : removed <= 0 && added <= 0)))
            {
                break;
            }

            removed -= mark is '+' or '\\' ? 0 : 1;
            added -= mark is '-' or '\\' ? 0 : 1;
        }

        return end - at - 1;
    }

    private static int Number(Match head, string group) =>
        head.Groups[group] is { Success: true, Value: var digits } ? int.Parse(digits, CultureInfo.InvariantCulture) : 1;

    [GeneratedRegex(@"^@@ -(?<start>\d{1,9})(?:,(?<old>\d{1,9}))? \+\d{1,9}(?:,(?<new>\d{1,9}))? @@")]
    private static partial Regex Head();
}
