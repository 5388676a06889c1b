using System.Globalization;

namespace Cronline;

/// <summary>Turns the text of an expression into value sets and day rules.</summary>
internal static class CronParser
{
    private static readonly Dictionary<string, string> Shorthands = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    public static CronFields Parse(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.StartsWith('@'))
        {
            if (!Shorthands.TryGetValue(trimmed, out var expansion))
            {
                throw new CronFormatException($"Unknown shorthand '{trimmed}'.");
            }

            trimmed = expansion;
        }

        var parts = trimmed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 5)
        {
            throw new CronFormatException($"Expected 5 fields but found {parts.Length} in '{text}'.");
        }

        return new CronFields(
            ParseSet(FieldSpec.Minute, parts[0]),
            ParseSet(FieldSpec.Hour, parts[1]),
            ParseDayOfMonth(parts[2]),
            ParseSet(FieldSpec.Month, parts[3]),
            ParseDayOfWeek(parts[4]));
    }

    private static ValueSet ParseSet(FieldSpec field, string text)
    {
        var set = ValueSet.Empty;
        foreach (var item in SplitList(field, text))
        {
            set = set.Union(ParseItem(field, item, text));
        }

        return set;
    }

    private static ValueSet ParseItem(FieldSpec field, string item, string text)
    {
        var step = 1;
        var slash = item.IndexOf('/');
        var body = slash < 0 ? item : item[..slash];
        if (slash >= 0)
        {
            var stepText = item[(slash + 1)..];
            if (!int.TryParse(stepText, NumberStyles.None, CultureInfo.InvariantCulture, out step) || step == 0)
            {
                throw new CronFormatException(field, text, $"'{stepText}' is not a step");
            }
        }

        if (body == "*")
        {
            return ValueSet.Range(field.Minimum, field.Maximum, step);
        }

        var dash = body.IndexOf('-');
        if (dash < 0)
        {
            var value = field.ReadValue(body, text);
            return ValueSet.Range(value, slash < 0 ? value : field.Maximum, step);
        }

        var from = field.ReadValue(body[..dash], text);
        var to = field.ReadValue(body[(dash + 1)..], text);
        if (from > to)
        {
            throw new CronFormatException(field, text, $"the range {body} runs backwards");
        }

        return ValueSet.Range(from, to, step);
    }

    private static DayRule? ParseDayOfMonth(string text)
    {
        if (text is "*" or "?")
        {
            return null;
        }

        var field = FieldSpec.DayOfMonth;
        var numbers = ValueSet.Empty;
        var rules = new List<DayRule>();
        foreach (var item in SplitList(field, text))
        {
            var upper = item.ToUpperInvariant();
            if (upper == "L")
            {
                rules.Add(new LastDayRule(0));
            }
            else if (upper is "LW" or "WL")
            {
                rules.Add(new LastWeekdayRule());
            }
            else if (upper.StartsWith("L-", StringComparison.Ordinal))
            {
                if (!int.TryParse(upper[2..], NumberStyles.None, CultureInfo.InvariantCulture, out var offset) || offset > 30)
                {
                    throw new CronFormatException(field, text, $"'{item}' is not a day before the last");
                }

                rules.Add(new LastDayRule(offset));
            }
            else if (upper.EndsWith('W'))
            {
                rules.Add(new NearestWeekdayRule(field.ReadValue(upper[..^1], text)));
            }
            else
            {
                numbers = numbers.Union(ParseItem(field, item, text));
            }
        }

        if (!numbers.IsEmpty)
        {
            rules.Insert(0, new DayNumbersRule(numbers));
        }

        return Combine(rules);
    }

    private static DayRule? ParseDayOfWeek(string text)
    {
        if (text is "*" or "?")
        {
            return null;
        }

        var field = FieldSpec.DayOfWeek;
        var days = ValueSet.Empty;
        var rules = new List<DayRule>();
        foreach (var item in SplitList(field, text))
        {
            var hash = item.IndexOf('#');
            if (hash >= 0)
            {
                var occurrence = item[(hash + 1)..];
                if (occurrence.Length != 1 || occurrence[0] is < '1' or > '5')
                {
                    throw new CronFormatException(field, text, $"'{occurrence}' is not between 1 and 5");
                }

                rules.Add(new NthDayOfWeekRule(ReadDay(item[..hash]), occurrence[0] - '0'));
            }
            else if (item.Length > 1 && item[^1] is 'L' or 'l')
            {
                rules.Add(new LastDayOfWeekRule(ReadDay(item[..^1])));
            }
            else
            {
                days = days.Union(ParseItem(field, item, text));
            }
        }

        if (days.Contains(7))
        {
            days = days.Without(7).With(0);
        }

        if (!days.IsEmpty)
        {
            rules.Insert(0, new DaysOfWeekRule(days));
        }

        return Combine(rules);

        DayOfWeek ReadDay(string token) => (DayOfWeek)(field.ReadValue(token, text) % 7);
    }

    private static DayRule Combine(List<DayRule> rules) => rules.Count == 1 ? rules[0] : new AnyOfRule(rules);

    private static string[] SplitList(FieldSpec field, string text)
    {
        var items = text.Split(',');
        if (items.Any(i => i.Length == 0))
        {
            throw new CronFormatException(field, text, "a list item is empty");
        }

        return items;
    }
}
