using System.Text;

namespace Tackline;

/// <summary>Writes the help page of a command.</summary>
public static class HelpFormatter
{
    private const int Gap = 2;

    public static string Format(CommandDefinition command, int width = 80)
    {
        ArgumentNullException.ThrowIfNull(command);
        var page = new StringBuilder();
        page.Append(command.Description).Append("\n\nUsage: ").Append(UsageLine(command)).Append('\n');

        List<(string Left, string Right)> arguments =
            [.. command.Positionals.Select(p => ($"<{p.Name}>", p.Description))];
        List<(string Left, string Right)> options = [.. command.Options.Select(o => (LeftColumn(o), RightColumn(o)))];
        int column = arguments.Concat(options).Select(r => r.Left.Length).DefaultIfEmpty(0).Max() + (2 * Gap);

        AppendSection(page, "Arguments:", arguments, column, width);
        AppendSection(page, "Options:", options, column, width);
        return page.ToString();
    }

    private static string UsageLine(CommandDefinition command)
    {
        var parts = new List<string> { command.Name };
        if (command.Options.Count > 0)
        {
            parts.Add("[options]");
        }

        foreach (PositionalDefinition positional in command.Positionals)
        {
            string text = $"<{positional.Name}>" + (positional.TakesRest ? "..." : "");
            parts.Add(positional.IsRequired ? text : $"[{text}]");
        }

        return string.Join(' ', parts);
    }

    private static string LeftColumn(OptionDefinition option)
    {
        string letter = option.ShortName is { } c ? $"-{c}, " : "    ";
        string name = option.IsNegatable ? $"--[no-]{option.Name}" : $"--{option.Name}";
        return letter + name + (option.TakesValue ? " <value>" : "");
    }

    private static string RightColumn(OptionDefinition option)
    {
        string text = option.Description;
        if (option.Choices.Count > 0)
        {
            text += $" One of: {string.Join(", ", option.Choices)}.";
        }

        if (option.DefaultValue is { } value)
        {
            text += $" [default: {value}]";
        }

        return option.IsRequired ? text + " (required)" : text;
    }

    private static void AppendSection(
        StringBuilder page, string title, List<(string Left, string Right)> rows, int column, int width)
    {
        if (rows.Count == 0)
        {
            return;
        }

        page.Append('\n').Append(title).Append('\n');
        foreach ((string left, string right) in rows)
        {
            page.Append(' ', Gap).Append(left.PadRight(column - Gap));
            bool first = true;
            foreach (string line in Wrap(right, Math.Max(20, width - column)))
            {
                if (!first)
                {
                    page.Append(' ', column);
                }

                page.Append(line).Append('\n');
                first = false;
            }
        }
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length == 0 ? "" : " ").Append(word);
        }

        yield return line.ToString();
    }
}
