namespace Eval.Harness.Replies;

/// <summary>Takes off the lines of a block what stands in front of its fence: marks of quotes, and the blanks of list items.</summary>
internal static class Container
{
    private const int TabWidth = 4;

    public static string[] Strip(string[] lines, string prefix)
    {
        if (prefix.Length == 0)
        {
            return lines;
        }

        var quotes = prefix.Count(mark => mark == '>');
        var unquoted = quotes == 0 ? lines : Array.ConvertAll(lines, line => Unquoted(line, quotes));
        var blanks = prefix[(prefix.LastIndexOf('>') + 1)..];

        // The blank behind the mark of a quote went with it.
        var width = Width(blanks) - (quotes > 0 && blanks.StartsWith(' ') ? 1 : 0);

        // Where a line stands further left, the blanks are none of the list's, and taking them off some lines would change the code.
        foreach (var line in unquoted)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                width = Math.Min(width, Width(line[..(line.Length - line.TrimStart(' ', '\t').Length)]));
            }
        }

        return width <= 0 ? unquoted : Array.ConvertAll(unquoted, line => Unindented(line, width));
    }

    private static string Unquoted(string line, int quotes)
    {
        var at = 0;
        for (var i = 0; i < quotes; i++)
        {
            var mark = at;
            while (mark < line.Length && line[mark] is ' ' or '\t')
            {
                mark++;
            }

            if (mark == line.Length || line[mark] != '>')
            {
                break;
            }

            at = mark + 1;
        }

        return at > 0 && at < line.Length && line[at] == ' ' ? line[(at + 1)..] : line[at..];
    }

    private static string Unindented(string line, int width)
    {
        var (at, taken) = (0, 0);
        while (at < line.Length && taken < width && line[at] is ' ' or '\t')
        {
            taken += line[at] == '\t' ? TabWidth : 1;
            at++;
        }

        return line[at..];
    }

    private static int Width(string blanks) => blanks.Sum(blank => blank == '\t' ? TabWidth : 1);
}
