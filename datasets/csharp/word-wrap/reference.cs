public static class Solution
{
    public static string[] Wrap(string text, int width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length <= width)
            {
                line += " " + word;
                continue;
            }

            if (line.Length > 0)
            {
                lines.Add(line);
            }

            line = word;
            while (line.Length > width)
            {
                lines.Add(line[..width]);
                line = line[width..];
            }
        }

        if (line.Length > 0)
        {
            lines.Add(line);
        }

        return lines.ToArray();
    }
}
