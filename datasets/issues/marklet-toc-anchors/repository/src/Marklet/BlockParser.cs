namespace Marklet;

/// <summary>Finds the blocks of a text; containers are parsed by a parser of their own.</summary>
internal sealed class BlockParser
{
    private const string TocMark = "[TOC]";

    private readonly LineReader _reader;

    private BlockParser(LineReader reader) => _reader = reader;

    public static DocumentBlock Parse(string text) => new(new BlockParser(new LineReader(text)).ParseBlocks());

    private static List<Block> ParseLines(IReadOnlyList<string> lines) =>
        new BlockParser(new LineReader(lines)).ParseBlocks();

    private List<Block> ParseBlocks()
    {
        var blocks = new List<Block>();
        _reader.SkipBlank();
        while (!_reader.AtEnd)
        {
            blocks.Add(ParseBlock());
            _reader.SkipBlank();
        }

        return blocks;
    }

    private Block ParseBlock()
    {
        string line = _reader.Current;
        if (FindFence(line) is { } fence)
        {
            return ParseCode(fence);
        }

        if (HeadingLevel(line) is { } level)
        {
            return ParseHeading(level);
        }

        if (IsThematicBreak(line))
        {
            _reader.Take();
            return new ThematicBreakBlock();
        }

        if (IsQuote(line))
        {
            return ParseQuote();
        }

        return ListMarker.Find(line) is { } marker ? ParseList(marker) : ParseParagraph();
    }

    private HeadingBlock ParseHeading(int level)
    {
        string text = _reader.Take().Trim()[level..].Trim();
        string withoutClosing = text.TrimEnd('#');
        if (withoutClosing.Length == 0 || withoutClosing.EndsWith(' '))
        {
            text = withoutClosing.TrimEnd();
        }

        return new HeadingBlock(level, InlineParser.Parse(text));
    }

    private CodeBlock ParseCode(string fence)
    {
        string opening = _reader.Take();
        int indent = opening.Length - opening.TrimStart(' ').Length;
        string language = opening.Trim()[fence.Length..].Trim();
        var lines = new List<string>();
        while (!_reader.AtEnd)
        {
            string line = _reader.Take();
            string mark = line.Trim();
            if (mark.Length >= fence.Length && mark.Trim(fence[0]).Length == 0)
            {
                break;
            }

            lines.Add(RemoveIndent(line, indent));
        }

        return new CodeBlock(language, string.Concat(lines.Select(l => l + "\n")));
    }

    private QuoteBlock ParseQuote()
    {
        var lines = new List<string>();
        while (!_reader.AtEnd && IsQuote(_reader.Current))
        {
            string line = _reader.Take().TrimStart(' ')[1..];
            lines.Add(line.StartsWith(' ') ? line[1..] : line);
        }

        return new QuoteBlock(ParseLines(lines));
    }

    private ListBlock ParseList(ListMarker first)
    {
        var items = new List<ListItemBlock>();
        bool isTight = true;
        ListMarker? marker = first;
        while (marker is { } current)
        {
            items.Add(ParseItem(current, out bool hasBlankInside, out bool blankAfter));
            marker = _reader.AtEnd || IsThematicBreak(_reader.Current) ? null : ListMarker.Find(_reader.Current);
            if (marker is { } next && (!next.Continues(first) || next.Indent < first.Indent))
            {
                marker = null;
            }

            isTight &= !hasBlankInside && !(blankAfter && marker is not null);
        }

        return new ListBlock(items, first.Number, isTight);
    }

    private ListItemBlock ParseItem(ListMarker marker, out bool hasBlankInside, out bool blankAfter)
    {
        string firstLine = _reader.Take();
        var lines = new List<string> { firstLine.Length > marker.ContentColumn ? firstLine[marker.ContentColumn..] : "" };
        int blanks = 0;
        hasBlankInside = false;
        while (!_reader.AtEnd)
        {
            string line = _reader.Current;
            if (string.IsNullOrWhiteSpace(line))
            {
                blanks++;
                _reader.Take();
                continue;
            }

            int indent = line.Length - line.TrimStart(' ').Length;
            bool belongs = indent >= marker.ContentColumn;
            bool isLazy = blanks == 0 && ListMarker.Find(line) is null && !StartsBlock(line);
            if (!belongs && !isLazy)
            {
                break;
            }

            hasBlankInside |= blanks > 0;
            lines.AddRange(Enumerable.Repeat("", blanks));
            blanks = 0;
            lines.Add(RemoveIndent(_reader.Take(), marker.ContentColumn));
        }

        blankAfter = blanks > 0;
        return new ListItemBlock(ParseLines(lines));
    }

    private Block ParseParagraph()
    {
        var lines = new List<string> { _reader.Take().TrimStart() };
        while (!_reader.AtEnd && !string.IsNullOrWhiteSpace(_reader.Current) && !EndsParagraph(_reader.Current))
        {
            lines.Add(_reader.Take().TrimStart());
        }

        return lines is [var only] && only.TrimEnd() == TocMark
            ? new TocBlock()
            : new ParagraphBlock(InlineParser.Parse(string.Join('\n', lines).TrimEnd()));
    }

    private static bool EndsParagraph(string line) =>
        StartsBlock(line) || ListMarker.Find(line) is { Number: null or 1 };

    private static bool StartsBlock(string line) =>
        FindFence(line) is not null || HeadingLevel(line) is not null || IsThematicBreak(line) || IsQuote(line);

    private static bool IsQuote(string line) => line.TrimStart(' ').StartsWith('>');

    private static string? FindFence(string line)
    {
        string text = line.TrimStart(' ');
        foreach (char sign in "`~")
        {
            int length = text.Length - text.TrimStart(sign).Length;
            if (length >= 3 && !text[length..].Contains(sign))
            {
                return text[..length];
            }
        }

        return null;
    }

    private static int? HeadingLevel(string line)
    {
        string text = line.TrimStart(' ');
        int level = text.Length - text.TrimStart('#').Length;
        return level is >= 1 and <= 6 && (text.Length == level || text[level] == ' ') ? level : null;
    }

    private static bool IsThematicBreak(string line)
    {
        string text = line.Replace(" ", "", StringComparison.Ordinal);
        return text.Length >= 3 && "-*_".Contains(text[0]) && text.Trim(text[0]).Length == 0;
    }

    private static string RemoveIndent(string line, int columns)
    {
        int indent = line.Length - line.TrimStart(' ').Length;
        return line[Math.Min(indent, columns)..];
    }
}
