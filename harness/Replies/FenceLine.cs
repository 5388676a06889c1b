using System.Text.RegularExpressions;

namespace Eval.Harness.Replies;

/// <summary>A line that is a fence.</summary>
/// <param name="Mark">Backtick or tilde.</param>
/// <param name="Length">How many of them.</param>
/// <param name="Prefix">What stands in front of them: blanks, marks of quotes and of list items.</param>
/// <param name="Info">What stands behind them.</param>
internal readonly partial record struct FenceLine(char Mark, int Length, string Prefix, string Info)
{
    private const int MinLength = 3;

    /// <summary>Longer fences are read as this long: each length more is a pass more over a reply that was made to cost time.</summary>
    private const int MaxLength = 16;

    /// <summary>Gets the language tag in lower case; empty when there is none.</summary>
    public string Tag => Info.StartsWith('{')
        ? Word().Match(Info).Value.ToLowerInvariant()
        : Info.Split([' ', '\t', '{', ',', ':', '(', '='], 2)[0].ToLowerInvariant();

    /// <summary>
    /// Gets a value indicating whether what stands behind the marks reads like words or code and not like a tag with its settings.
    /// </summary>
    public bool HasText => Info.AsSpan().Trim().IndexOfAny(' ', '(') > 0 && !Info.AsSpan().ContainsAny('=', '{');

    public static FenceLine? TryRead(string line)
    {
        var at = 0;
        while (at < line.Length && line[at] is ' ' or '\t' or '>' or '-' or '*' or '+' or '.' or ')'
            || at < line.Length && char.IsAsciiDigit(line[at]))
        {
            at++;
        }

        if (line.Length - at < MinLength || line[at] is not ('`' or '~') || !Container().IsMatch(line.AsSpan(0, at)))
        {
            return null;
        }

        var mark = line[at];
        var length = line.AsSpan(at).IndexOfAnyExcept(mark) is var other and >= 0 ? other : line.Length - at;
        var info = ChatTokens.TrimEnd(line[(at + length)..]).Trim();
        return length < MinLength || (mark == '`' && info.Contains('`', StringComparison.Ordinal))
            ? null
            : new FenceLine(mark, Math.Min(length, MaxLength), line[..at], info);
    }

    /// <summary>Reads a fence that is glued to the end of a line of prose or code.</summary>
    public static (string Before, FenceLine Fence)? TryReadGlued(string line)
    {
        var at = line.IndexOf("```", StringComparison.Ordinal);
        if (at < 1 || string.IsNullOrWhiteSpace(line[..at]) || line.AsSpan(0, at).Contains('`'))
        {
            return null;
        }

        var length = line.AsSpan(at).IndexOfAnyExcept('`') is var other and >= 0 ? other : line.Length - at;
        var tag = ChatTokens.TrimEnd(line[(at + length)..]).Trim();
        return tag.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '+' or '#' or '.' or '-')
            ? (line[..at], new FenceLine('`', Math.Min(length, MaxLength), "", tag))
            : null;
    }

    public bool Closes(FenceLine opening) => Mark == opening.Mark && Length >= opening.Length && Info.Length == 0;

    /// <summary>Quotes, and one mark of a list item at most in each.</summary>
    [GeneratedRegex(@"^[ \t>]*(?:(?:[-*+]|\d{1,4}[.)])[ \t]+)?$")]
    private static partial Regex Container();

    [GeneratedRegex(@"[\w+#-]+")]
    private static partial Regex Word();
}
