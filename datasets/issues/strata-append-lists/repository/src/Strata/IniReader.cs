namespace Strata;

/// <summary>Reads INI text.</summary>
internal static class IniReader
{
    public static ConfigSection Read(string source, string text)
    {
        var builder = new TreeBuilder(Origin.Line(source, 1));
        IReadOnlyList<string> section = [];
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] is ';' or '#')
            {
                continue;
            }

            var origin = Origin.Line(source, number);
            if (line[0] == '[')
            {
                if (line[^1] != ']')
                {
                    throw new ConfigFormatException(origin, "The section header is not closed.");
                }

                section = KeySyntax.SplitNames(line[1..^1], origin);
                builder.Open(section, origin);
                continue;
            }

            var equals = line.IndexOf('=');
            if (equals < 0)
            {
                throw new ConfigFormatException(origin, "Expected 'key = value'.");
            }

            var key = KeySyntax.Parse(line[..equals].TrimEnd(), origin);
            builder.Set(section, key, Unquote(line[(equals + 1)..].Trim(), origin), origin);
        }

        return builder.Root;
    }

    private static string Unquote(string text, Origin origin)
    {
        if (!text.StartsWith('"'))
        {
            return text;
        }

        if (text.Length < 2 || !text.EndsWith('"'))
        {
            throw new ConfigFormatException(origin, "The closing quote is missing.");
        }

        return text[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal);
    }
}
