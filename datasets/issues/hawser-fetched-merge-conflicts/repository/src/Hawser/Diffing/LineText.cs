namespace Hawser.Diffing;

/// <summary>Texts as lines. A line includes its end, so that joining lines gives the text back.</summary>
internal static class LineText
{
    public static string[] Split(string text)
    {
        var lines = new List<string>();
        int start = 0;
        while (start < text.Length)
        {
            int end = text.IndexOf('\n', start);
            int next = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..next]);
            start = next;
        }

        return lines.ToArray();
    }

    public static string Join(IEnumerable<string> lines) => string.Concat(lines);

    public static bool HasEnd(string line) => line.EndsWith('\n');
}
