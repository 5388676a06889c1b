using System.Text;
using System.Text.RegularExpressions;

namespace Eval.Harness.Scoring;

/// <summary>The part of a reply that is meant for the reader: what a model thought aloud is dropped.</summary>
internal static partial class ReplyText
{
    /// <summary>Removes thinking blocks. An opening tag that is never closed takes the rest with it, a closing one alone everything before it.</summary>
    public static string WithoutThinking(string reply) => WithoutThinking(reply, reply);

    /// <summary>Removes thinking blocks from a reply in which not all that looks like a tag is one.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="searched">What tags are looked for in: the reply, letter by letter, with other letters where it holds no tags.</param>
    public static string WithoutThinking(string reply, string searched)
    {
        var kept = OutsideOfClosedThinking(searched);
        var text = Joined(reply, kept);
        searched = Joined(searched, kept);
        var start = ClosingTag().Matches(searched) is { Count: > 0 } closing ? closing[^1].Index + closing[^1].Length : 0;
        var opening = OpeningTag().Match(searched[start..]);
        return opening.Success ? text[start..(start + opening.Index)] : text[start..];
    }

    /// <summary>Whether a reply without code reads like a refusal.</summary>
    public static bool IsRefusal(string text) => Refusal().IsMatch(text.Length > 400 ? text[..400] : text);

    /// <summary>Goes through the text once, whatever it holds: a pattern that looks for the end of each beginning would take its square.</summary>
    private static List<Range> OutsideOfClosedThinking(string reply)
    {
        var rest = new List<Range>();
        var neverClosed = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var kept = 0;
        for (var opening = OpeningTag().Match(reply); opening.Success;)
        {
            var name = opening.Groups[1].Value;
            var closing = neverClosed.Contains(name) ? -1 : reply.IndexOf($"</{name}>", opening.Index + opening.Length, StringComparison.OrdinalIgnoreCase);
            var next = opening.Index + opening.Length;
            if (closing < 0)
            {
                neverClosed.Add(name);
            }
            else
            {
                rest.Add(kept..opening.Index);
                kept = next = closing + name.Length + "</>".Length;
            }

            opening = OpeningTag().Match(reply, next);
        }

        rest.Add(kept..);
        return rest;
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

    [GeneratedRegex(@"</(think|thinking|reasoning)>[ \t]*\r?$", RegexOptions.Multiline | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex ClosingTag();

    // Tags count at the beginning of a line only: inside code they are text.
    [GeneratedRegex(@"^[ \t]*<(think|thinking|reasoning)>", RegexOptions.Multiline | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex OpeningTag();

    [GeneratedRegex(
        @"\b(I'?m (sorry|unable|not able)|I am (sorry|unable|not able)|I can('|no|’)?t|I cannot|I won'?t|as an AI|unable to (help|assist|comply))\b",
        RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Refusal();
}
