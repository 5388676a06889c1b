using System.Text;
using System.Text.RegularExpressions;

namespace Eval.Harness.Scoring;

/// <summary>The part of a reply that is meant for the reader: what a model thought aloud is dropped.</summary>
internal static partial class ReplyText
{
    /// <summary>Removes thinking blocks. An opening tag that is never closed takes the rest with it, a closing one alone everything before it.</summary>
    public static string WithoutThinking(string reply)
    {
        var text = WithoutClosedThinking(reply);
        var closing = ClosingTag().Matches(text);
        if (closing.Count > 0)
        {
            var last = closing[^1];
            text = text[(last.Index + last.Length)..];
        }

        var opening = OpeningTag().Match(text);
        return opening.Success ? text[..opening.Index] : text;
    }

    /// <summary>Whether a reply without code reads like a refusal.</summary>
    public static bool IsRefusal(string text) => Refusal().IsMatch(text.Length > 400 ? text[..400] : text);

    /// <summary>Goes through the text once, whatever it holds: a pattern that looks for the end of each beginning would take its square.</summary>
    private static string WithoutClosedThinking(string reply)
    {
        var rest = new StringBuilder();
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
                rest.Append(reply, kept, opening.Index - kept);
                kept = next = closing + name.Length + "</>".Length;
            }

            opening = OpeningTag().Match(reply, next);
        }

        return rest.Append(reply, kept, reply.Length - kept).ToString();
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
