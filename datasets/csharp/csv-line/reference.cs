public static class Solution
{
    public static string ToLine(object?[] cells) => string.Join(',', cells.Select(Cell));

    private static string Cell(object? cell) => cell switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        string text => Text(text),
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{cell}"),
    };

    private static string Text(string text)
    {
        if (text.Length == 0)
        {
            return "\"\"";
        }

        var safe = "=+-@".Contains(text[0]) ? "'" + text : text;
        return safe.IndexOfAny(new[] { ',', '"', '\r', '\n' }) >= 0 ? $"\"{safe.Replace("\"", "\"\"")}\"" : safe;
    }
}
