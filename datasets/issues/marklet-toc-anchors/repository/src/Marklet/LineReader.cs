namespace Marklet;

/// <summary>Goes through the lines of a text, with tabs replaced and line ends dropped.</summary>
internal sealed class LineReader
{
    private const int TabWidth = 4;

    private readonly IReadOnlyList<string> _lines;

    public LineReader(string text)
        : this([.. text.ReplaceLineEndings("\n").Split('\n').Select(ExpandTabs)])
    {
    }

    public LineReader(IReadOnlyList<string> lines) => _lines = lines;

    public int Position { get; private set; }

    public bool AtEnd => Position >= _lines.Count;

    public string Current => _lines[Position];

    public string? Following => Position + 1 < _lines.Count ? _lines[Position + 1] : null;

    public string Take() => _lines[Position++];

    public void SkipBlank()
    {
        while (!AtEnd && string.IsNullOrWhiteSpace(Current))
        {
            Position++;
        }
    }

    private static string ExpandTabs(string line)
    {
        int tab;
        while ((tab = line.IndexOf('\t')) >= 0)
        {
            line = line[..tab] + new string(' ', TabWidth - (tab % TabWidth)) + line[(tab + 1)..];
        }

        return line;
    }
}
