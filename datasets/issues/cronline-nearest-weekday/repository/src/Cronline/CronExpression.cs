using System.Diagnostics.CodeAnalysis;

namespace Cronline;

/// <summary>A parsed cron expression with five fields: minute, hour, day of month, month, day of week.</summary>
public sealed class CronExpression
{
    private readonly CronFields _fields;

    private CronExpression(string text, CronFields fields)
    {
        Text = text;
        _fields = fields;
    }

    /// <summary>The text the expression was parsed from, without surrounding white space.</summary>
    public string Text { get; }

    /// <exception cref="CronFormatException">The text is not a valid expression.</exception>
    public static CronExpression Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new CronExpression(text.Trim(), CronParser.Parse(text));
    }

    public static bool TryParse(string? text, [NotNullWhen(true)] out CronExpression? expression)
    {
        expression = null;
        if (text is null)
        {
            return false;
        }

        try
        {
            expression = Parse(text);
            return true;
        }
        catch (CronFormatException)
        {
            return false;
        }
    }

    /// <summary>Whether the expression fires in the minute of <paramref name="moment"/>.</summary>
    public bool IsDue(DateTime moment) =>
        _fields.MatchesDate(DateOnly.FromDateTime(moment)) && _fields.MatchesTime(TimeOnly.FromDateTime(moment));

    /// <summary>The first firing after <paramref name="after"/> (exclusive), or null if there is none.</summary>
    public DateTime? Next(DateTime after) => OccurrenceFinder.FindNext(_fields, after);

    /// <summary>All firings after <paramref name="after"/> (exclusive) up to <paramref name="until"/> (inclusive).</summary>
    public IEnumerable<DateTime> Between(DateTime after, DateTime until)
    {
        for (var next = Next(after); next is { } moment && moment <= until; next = Next(moment))
        {
            yield return moment;
        }
    }

    /// <summary>An English description, e.g. "at 09:00, on the last weekday of the month".</summary>
    public string Describe() => CronDescriber.Describe(_fields);

    public override string ToString() => Text;
}
