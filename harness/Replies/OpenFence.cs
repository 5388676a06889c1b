using System.Text.RegularExpressions;

namespace Eval.Harness.Replies;

/// <summary>The opening fence of a block, by the rules of CommonMark.</summary>
internal sealed partial class OpenFence
{
    private const int MaxIndent = 3;
    private const int MaxQuotes = 16;
    private const int TabWidth = 4;

    private readonly char _mark;
    private readonly int _length;
    private readonly int _quotes;
    private readonly int _column;
    private readonly int _container;
    private readonly bool _endsInReturn;

    private OpenFence(Match match, int quotes, int column, int container)
    {
        _mark = match.Groups["fence"].Value[0];
        _length = match.Groups["fence"].Length;
        _quotes = quotes;
        _column = column;
        _container = container;
        _endsInReturn = match.Groups["return"].Success;
        Tag = Word().Match(match.Groups["info"].Value).Value.ToLowerInvariant();
    }

    /// <summary>Gets the language tag in lower case; empty when there is none.</summary>
    public string Tag { get; }

    /// <summary>Reads an opening fence; null where the line is none.</summary>
    /// <param name="line">The line without its line feed.</param>
    /// <param name="isInList">Whether an item of a list came before, so that its content is indented.</param>
    public static OpenFence? TryRead(string line, bool isInList)
    {
        var match = Opening().Match(line);
        var (fence, info) = (match.Groups["fence"].Value, match.Groups["info"].Value);
        if (!match.Success || fence[0] == '`' && info.Contains('`', StringComparison.Ordinal))
        {
            return null;
        }

        var quotes = match.Groups["quotes"].Value.Count(mark => mark == '>');
        var (indent, item) = (match.Groups["indent"].Value, match.Groups["item"]);

        // The blank behind the mark of a quote belongs to it.
        var column = Width(quotes > 0 && indent.StartsWith(' ') ? indent[1..] : indent) + Width(item.Value);
        var isInItem = item.Success || isInList;
        return quotes > MaxQuotes || column > MaxIndent && !isInItem ? null : new OpenFence(match, quotes, column, isInItem ? column : 0);
    }

    /// <summary>Whether a line begins an item of a list.</summary>
    public static bool IsListItem(string line) => Item().IsMatch(line);

    /// <summary>Whether a line of the block is its closing fence.</summary>
    public bool IsClosedBy(string line)
    {
        if (Unquoted(line) is not { } content)
        {
            return false;
        }

        var fence = content.TrimStart(' ', '\t');
        var length = fence.AsSpan().IndexOfAnyExcept(_mark) is var other and >= 0 ? other : fence.Length;
        return length >= _length && Width(content[..^fence.Length]) <= _container + MaxIndent
            && string.IsNullOrWhiteSpace(ChatTokens.TrimEnd(fence[length..]));
    }

    /// <summary>Whether the quote ends before a line, and with it the block.</summary>
    public bool IsLeftBy(string line) => Unquoted(line) is null;

    /// <summary>Returns a line of the block without what belongs to its container.</summary>
    public string ContentOf(string line)
    {
        var content = Unquoted(line)!;
        if (_endsInReturn && content.EndsWith('\r'))
        {
            content = content[..^1];
        }

        var (at, width) = (0, 0);
        while (at < content.Length && width < _column && content[at] is ' ' or '\t')
        {
            width += content[at] == '\t' ? TabWidth : 1;
            at++;
        }

        return content[at..];
    }

    /// <summary>Takes off the marks of quotes; null where they are not all there.</summary>
    private string? Unquoted(string line)
    {
        for (var i = 0; i < _quotes; i++)
        {
            var mark = line.AsSpan().IndexOfAnyExcept(' ');
            if (mark is < 0 or > MaxIndent || line[mark] != '>')
            {
                return null;
            }

            line = line[(mark + 1)..];
            line = line.StartsWith(' ') ? line[1..] : line;
        }

        return line;
    }

    private static int Width(string blanks) => blanks.Sum(blank => blank == '\t' ? TabWidth : 1);

    [GeneratedRegex(
        @"^(?<quotes>( {0,3}>)*)(?<indent>[ \t]*)(?<item>([-*+]|\d{1,9}[.)])[ \t]+)?"
        + @"(?<fence>`{3,}|~{3,})(?<info>[^\r]*)(?<return>\r)?$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Opening();

    [GeneratedRegex(@"^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]")]
    private static partial Regex Item();

    [GeneratedRegex(@"[\w+#-]+")]
    private static partial Regex Word();
}
