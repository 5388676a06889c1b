using System.Text.RegularExpressions;

namespace Eval.Harness.Replies;

/// <summary>
/// Replies in channels, as gpt-oss writes them where the server does not take them apart: only the final channel is the answer.
/// </summary>
internal static partial class HarmonyChannels
{
    private const string Bare = "assistantfinal";

    /// <summary>Returns the final channel; an empty text where the reply ends before it; null for a reply without channels.</summary>
    public static string? Final(string reply, string searched)
    {
        if (searched.Contains("<|channel|>", StringComparison.Ordinal))
        {
            var literal = new LiteralText(searched);
            var channels = Channel().Matches(searched).Where(channel => !literal.Contains(channel.Index)).ToList();
            if (channels.Count > 0)
            {
                return channels.LastOrDefault(channel => channel.Groups[1].Value == "final") is { } final
                    ? UntilEnd(reply[(final.Index + final.Length)..])
                    : reply[..channels[0].Index];
            }
        }

        // Where the special tokens were dropped, the names of roles and channels are left and stand side by side.
        return reply.StartsWith("analysis", StringComparison.Ordinal) && reply.LastIndexOf(Bare, StringComparison.Ordinal) is var at and > 0
            ? reply[(at + Bare.Length)..]
            : null;
    }

    private static string UntilEnd(string text)
    {
        var literal = new LiteralText(text);
        return End().Matches(text).FirstOrDefault(end => !literal.Contains(end.Index)) is { } end ? text[..end.Index] : text;
    }

    [GeneratedRegex(
        @"(?:<\|start\|>assistant)?<\|channel\|>\s*(analysis|commentary|final)\b[^\n<]*(?:<\|constrain\|>\w*\s*)?(?:<\|message\|>)?")]
    private static partial Regex Channel();

    [GeneratedRegex(@"<\|(?:end|return|call|start)\|>")]
    private static partial Regex End();
}
