using System.Text;
using System.Text.RegularExpressions;

namespace Eval.Harness.Replies;

/// <summary>
/// What a model thought aloud, in the notations that models and servers use. Goes through a reply once, whatever it holds: a pattern that
/// looks for the end of each beginning would take its square.
/// </summary>
internal static partial class Thinking
{
    public static string Remove(string reply, string searched)
    {
        var marks = Marks(searched);
        if (marks.Count == 0)
        {
            return reply;
        }

        var ends = Ends(marks);
        var literal = new LiteralText(searched);
        var kept = new List<Range>();
        var start = 0;
        for (var i = 0; i < marks.Count; i++)
        {
            var mark = marks[i];
            if (mark.Index < start || literal.Contains(mark.Index))
            {
                continue;
            }

            if (mark.IsOpening)
            {
                kept.Add(start..mark.Index);
                if (ends[i] < 0)
                {
                    return Joined(reply, kept);
                }

                i = ends[i];
                start = marks[i].End;
                literal.GoOnAt(start);
            }
            else if (mark.StandsApart)
            {
                kept.Clear();
                start = mark.End;
            }
        }

        kept.Add(start..);
        return Joined(reply, kept);
    }

    private static List<Mark> Marks(string text)
    {
        var marks = new List<Mark>();
        foreach (Match match in Notation().Matches(text))
        {
            var before = match.Index == 0 ? '\n' : text[match.Index - 1];
            var end = match.Index + match.Length;
            var after = end == text.Length ? '\n' : text[end];
            var isOpening = match.Groups["open"].Success;
            if (isOpening ? !StandsFirst(text, match.Index) : before is '"' or '\'' or '`' && before == after)
            {
                // Inside of a line of code or behind a quote it is spoken of.
                continue;
            }

            var kind = ThinkingNotations.KindOf(match);
            var standsApart = before is '\n' or ' ' or '\t' or '.' or '!' or '?' || IsBlankUntilBreak(text, end);
            marks.Add(new Mark(match.Index, end, kind, isOpening, standsApart && kind != ThinkingNotations.Details));
        }

        return marks;
    }

    /// <summary>
    /// For each opening mark the closing one that ends it: the next of its own kind, or of another where there is none; -1 for nothing.
    /// </summary>
    private static int[] Ends(List<Mark> marks)
    {
        var ends = new int[marks.Count];
        var next = new Dictionary<string, int>();
        var any = -1;
        for (var i = marks.Count - 1; i >= 0; i--)
        {
            ends[i] = next.GetValueOrDefault(marks[i].Kind, any);
            if (!marks[i].IsOpening)
            {
                next[marks[i].Kind] = any = i;
            }
        }

        return ends;
    }

    private static bool StandsFirst(string text, int index)
    {
        while (index > 0 && text[index - 1] is ' ' or '\t')
        {
            index--;
        }

        return index == 0 || text[index - 1] is '\n' or '\r' || index > 1 && text.AsSpan(index - 2, 2).SequenceEqual("|>");
    }

    private static bool IsBlankUntilBreak(string text, int index)
    {
        while (index < text.Length && text[index] is ' ' or '\t' or '\r')
        {
            index++;
        }

        return index == text.Length || text[index] == '\n';
    }

    private static string Joined(string text, List<Range> parts)
    {
        var joined = new StringBuilder();
        foreach (var part in parts)
        {
            joined.Append(text.AsSpan(part));
        }

        return joined.ToString();
    }

    [GeneratedRegex(ThinkingNotations.Any, RegexOptions.IgnoreCase)]
    private static partial Regex Notation();

    /// <param name="Index">Where it begins.</param>
    /// <param name="End">Where it ends.</param>
    /// <param name="Kind">Its notation; an opening and a closing mark of one notation have the same.</param>
    /// <param name="IsOpening">Whether thinking begins with it.</param>
    /// <param name="StandsApart">Whether it can end thinking that nothing began.</param>
    private readonly record struct Mark(int Index, int End, string Kind, bool IsOpening, bool StandsApart);
}
