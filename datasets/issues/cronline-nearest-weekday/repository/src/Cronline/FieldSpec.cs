using System.Globalization;

namespace Cronline;

/// <summary>Describes one position of a cron expression: its range and the names it accepts.</summary>
internal sealed class FieldSpec
{
    public static readonly FieldSpec Minute = new("minute", 0, 59);

    public static readonly FieldSpec Hour = new("hour", 0, 23);

    public static readonly FieldSpec DayOfMonth = new("day-of-month", 1, 31);

    public static readonly FieldSpec Month = new(
        "month", 1, 12,
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]);

    public static readonly FieldSpec DayOfWeek = new(
        "day-of-week", 0, 7,
        ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]);

    private readonly string[] _names;

    private FieldSpec(string name, int minimum, int maximum, string[]? names = null)
    {
        Name = name;
        Minimum = minimum;
        Maximum = maximum;
        _names = names ?? [];
    }

    public string Name { get; }

    public int Minimum { get; }

    public int Maximum { get; }

    /// <summary>Reads a number or a name and checks that it lies in the range of the field.</summary>
    public int ReadValue(string token, string fieldText)
    {
        var index = Array.FindIndex(_names, n => n.Equals(token, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
        {
            return index + Minimum;
        }

        if (!int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            throw new CronFormatException(this, fieldText, $"'{token}' is not a value");
        }

        if (value < Minimum || value > Maximum)
        {
            throw new CronFormatException(this, fieldText, $"{value} is not between {Minimum} and {Maximum}");
        }

        return value;
    }

    /// <summary>The display name of a value, e.g. "MAR", or its digits if the field has no names.</summary>
    public string NameOf(int value)
    {
        var index = value - Minimum;
        return index >= 0 && index < _names.Length
            ? _names[index]
            : value.ToString(CultureInfo.InvariantCulture);
    }
}
