using System.Text.RegularExpressions;

namespace Eval.Harness.Replies;

/// <summary>
/// The notations in which models and servers mark what was thought aloud within a text: the one list, for replies that are whole and for
/// those that arrive.
/// </summary>
internal static partial class ThinkingNotations
{
    /// <summary>Also an element of HTML, so that its end alone means nothing.</summary>
    public const string Details = "details";

    /// <summary>What thinking begins with or ends with.</summary>
    public const string Any = $"(?<open>{Opening})|{Closing}";

    private const string Opening = $@"<(?<name>{Names})(?:\s[^<>\n]{{0,120}})?>|\[THINK\]|◁think▷|<\|begin_of_thought\|>"
        + @"|<\|START_THINKING\|>|<unused94>|<\|channel>thought|<details\s+type=""reasoning""[^<>\n]{0,200}>";

    private const string Closing = $@"</(?<name>{Names})>|\[/THINK\]|◁/think▷|<\|end_of_thought\|>|<\|END_THINKING\|>"
        + "|<unused95>|<channel\\|>|</details>";

    /// <summary>Some families put a name of their own in front of the word or behind it.</summary>
    private const string Names =
        @"(?:\w{1,20}[:_])?think(?:ing)?(?:_\w{1,40})?|antthinking|(?:chain_of_)?thoughts?|reasoning|reason|reflection"
        + "|scratch_?pad|analysis|(?:inner|internal)_monologue";

    private const string Channel = "harmony";
    private const string AnalysisChannel = "<|channel|>analysis<|message|>";
    private const string FinalChannel = "<|channel|>final<|message|>";

    /// <summary>Those whose beginning holds what ends a tag.</summary>
    private static readonly string[] Tokens = [AnalysisChannel, "<|channel>thought"];

    /// <summary>Returns the kind of a mark; an opening and a closing mark of one notation have the same.</summary>
    public static string KindOf(Match mark) => mark.Groups["name"] is { Success: true } name
        ? name.Value.ToLowerInvariant()
        : mark.Value.Trim('[', ']', '/', '<', '>', '|', '◁', '▷').ToLowerInvariant() switch
    {
        "unused94" or "unused95" => "unused",
        "begin_of_thought" or "end_of_thought" => "of_thought",
        "start_thinking" or "end_thinking" => "_thinking",
        "channel>thought" or "channel" => "channel",
        var other => other.StartsWith(Details, StringComparison.Ordinal) ? Details : "[" + other.Replace("/", "", StringComparison.Ordinal),
    };

    /// <summary>
    /// Returns the kind of the mark with which a text begins to think, and what follows it; null where it begins with none.
    /// </summary>
    public static (string Kind, string Following)? Begin(string text) =>
        text.StartsWith(AnalysisChannel, StringComparison.Ordinal) ? (Channel, text[AnalysisChannel.Length..])
        : AtBeginning().Match(text) is { Success: true } mark ? (KindOf(mark), text[mark.Length..])
        : null;

    /// <summary>Whether a text may become a mark with which thinking begins.</summary>
    /// <param name="text">All that has come.</param>
    /// <param name="maxChars">No mark is longer.</param>
    public static bool MayBegin(string text, int maxChars) =>
        Array.Exists(Tokens, token => token.StartsWith(text, StringComparison.Ordinal))
        || (text is ['<' or '[' or '◁', ..] && text.Length <= maxChars && text.AsSpan().IndexOfAny(">]▷\n") < 0);

    /// <summary>Returns where what ends a kind of thinking stands, and where it ends; null where it has not come.</summary>
    public static Range? EndOf(string kind, string text)
    {
        if (kind == Channel)
        {
            return text.IndexOf(FinalChannel, StringComparison.Ordinal) is >= 0 and var at ? at..(at + FinalChannel.Length) : null;
        }

        return Ends(text).Where(end => end.Kind == kind).Select(end => (Range?)end.Place).FirstOrDefault();
    }

    /// <summary>Returns the marks with which thinking ends whose beginning nobody saw.</summary>
    public static IEnumerable<(string Kind, Range Place)> Ends(string text) =>
        End().Matches(text).Select(mark => (KindOf(mark), mark.Index..(mark.Index + mark.Length)));

    [GeneratedRegex($"^(?:{Opening})", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex AtBeginning();

    [GeneratedRegex(Closing, RegexOptions.IgnoreCase, 1000)]
    private static partial Regex End();
}
