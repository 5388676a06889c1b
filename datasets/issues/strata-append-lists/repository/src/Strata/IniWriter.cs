using System.Text;

namespace Strata;

/// <summary>Writes a tree as INI text.</summary>
internal static class IniWriter
{
    public static string Write(ConfigSection root)
    {
        var text = new StringBuilder();
        WriteSection(text, root, "");
        return text.ToString();
    }

    private static void WriteSection(StringBuilder text, ConfigSection section, string path)
    {
        var settings = section.Children.Where(c => c.Value is not ConfigSection).ToList();
        if (path.Length > 0 && settings.Count > 0)
        {
            if (text.Length > 0)
            {
                text.Append('\n');
            }

            text.Append('[').Append(path).Append("]\n");
        }

        foreach (var (name, node) in settings)
        {
            switch (node)
            {
                case ConfigValue value:
                    WriteLine(text, name, value);
                    break;
                case ConfigList list:
                    foreach (var item in list.Items)
                    {
                        WriteLine(text, name + "[]", item as ConfigValue
                            ?? throw new ConfigException($"'{name}' has elements that INI text cannot express."));
                    }

                    break;
            }
        }

        foreach (var (name, node) in section.Children)
        {
            if (node is ConfigSection child)
            {
                WriteSection(text, child, path.Length == 0 ? name : $"{path}.{name}");
            }
        }
    }

    private static void WriteLine(StringBuilder text, string key, ConfigValue value)
    {
        var needsQuotes = value.Text.Length == 0 || value.Text != value.Text.Trim() || value.Text[0] == '"';
        text.Append(key).Append(" = ");
        text.Append(needsQuotes ? $"\"{value.Text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : value.Text);
        text.Append('\n');
    }
}
