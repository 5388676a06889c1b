namespace Eval.Harness.Replies;

/// <summary>A word, number, string or operator of code.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; empty for strings.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct CodeToken(CodeTokenKind Kind, string Text, int Start, int End)
{
    /// <summary>Gets whether a line ends in front of it; for JavaScript only.</summary>
    public bool IsFirstOnLine { get; init; }

    /// <summary>Returns where a number ends that begins at a place.</summary>
    public static int NumberEnd(string text, int start)
    {
        var isHex = text.AsSpan(start).StartsWith("0x");
        var at = start + 1;
        while (at < text.Length
            && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '.' or '_'
                || text[at] is '+' or '-' && !isHex && text[at - 1] is 'e' or 'E'))
        {
            at++;
        }

        return at;
    }

    public bool Is(string text) => Kind != CodeTokenKind.String && Text == text;

    public bool IsOpening => Kind == CodeTokenKind.Operator && Text is "(" or "[" or "{";

    public bool IsClosing => Kind == CodeTokenKind.Operator && Text is ")" or "]" or "}";
}
