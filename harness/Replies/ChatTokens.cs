using System.Text;
using System.Text.RegularExpressions;

namespace Eval.Harness.Replies;

/// <summary>
/// Tokens of chat templates that servers leave in replies. Those that end a turn end the reply; the others are taken away.
/// </summary>
internal static partial class ChatTokens
{
    private const int MaxLength = 50;

    private static readonly HashSet<string> Ends = new(StringComparer.OrdinalIgnoreCase)
    {
        "endoftext", "im_end", "eot_id", "eom_id", "end_of_text", "end", "return", "end_of_turn_token", "end_of_turn", "eos", "eot", "user",
        "end▁of▁sentence", "s",
    };

    /// <summary>Returns the text without tokens; in the strings and fences of an answer they are its own.</summary>
    public static string Remove(string text)
    {
        if (!text.Contains('<', StringComparison.Ordinal))
        {
            return text;
        }

        var literal = new LiteralText(text);
        var kept = new StringBuilder();
        var start = 0;
        var hasText = false;
        foreach (Match token in Token().Matches(text))
        {
            // Among other chars of a line a token is spoken of.
            if (!StandsAtAnEnd(text, token) || literal.Contains(token.Index))
            {
                continue;
            }

            kept.Append(text, start, token.Index - start);
            hasText |= !text.AsSpan(start, token.Index - start).IsWhiteSpace();
            start = token.Index + token.Length;
            if (IsEnd(token) && hasText)
            {
                return kept.ToString();
            }
        }

        return start == 0 ? text : kept.Append(text, start, text.Length - start).ToString();
    }

    /// <summary>Returns a line, or a piece of code, without the tokens at its end.</summary>
    public static string TrimEnd(string text)
    {
        var kept = text.Length;
        while (true)
        {
            var end = kept;
            while (end > 0 && char.IsWhiteSpace(text[end - 1]))
            {
                end--;
            }

            var at = end > 0 && text[end - 1] == '>' ? text.LastIndexOf('<', end - 1, Math.Min(end, MaxLength)) : -1;
            if (at < 0 || Token().Match(text, at, end - at) is not { Success: true } token || token.Index != at || token.Length != end - at)
            {
                return kept == text.Length ? text : text[..kept].TrimEnd();
            }

            kept = at;
        }
    }

    private static bool IsEnd(Match token) =>
        token.Value != "<s>" && Ends.Contains(token.Groups.Values.Skip(1).First(group => group.Success).Value);

    private static bool StandsAtAnEnd(string text, Match token)
    {
        var (before, after) = (token.Index - 1, token.Index + token.Length);
        while (before >= 0 && text[before] is ' ' or '\t')
        {
            before--;
        }

        while (after < text.Length && text[after] is ' ' or '\t' or '\r')
        {
            after++;
        }

        return before < 0 || text[before] == '\n' || after == text.Length || text[after] == '\n'
            || before > 0 && text[before] == '>' && text[before - 1] is '|' or 's';
    }

    [GeneratedRegex(
        @"<\|([\w./ -]{1,40})\|>(?:(?<=start\|>|start_header_id\|>)(?:assistant|model)\b[ ]?)?|<｜([^｜<>\n]{1,40})｜>|</?(s|eos|bos|pad|end_of_turn|start_of_turn)>")]
    private static partial Regex Token();
}
