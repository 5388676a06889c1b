namespace Cronline;

/// <summary>Searches for the instants at which a set of fields fires.</summary>
internal static class OccurrenceFinder
{
    /// <summary>
    /// How far ahead to look. Eight years are enough to reach the next 29 February, also
    /// around a century year that is not a leap year; the rest allows for rare weekday combinations.
    /// </summary>
    private const int SearchYears = 40;

    public static DateTime? FindNext(CronFields fields, DateTime after)
    {
        if (after >= DateTime.MaxValue.AddMinutes(-1))
        {
            return null;
        }

        var start = TruncateToMinute(after).AddMinutes(1);
        var date = DateOnly.FromDateTime(start);
        var time = TimeOnly.FromDateTime(start);
        var limit = date.Year + SearchYears >= DateOnly.MaxValue.Year
            ? DateOnly.MaxValue
            : date.AddYears(SearchYears);

        while (date < limit)
        {
            if (!fields.Months.Contains(date.Month))
            {
                date = FirstOfNextMonth(date);
                time = TimeOnly.MinValue;
                continue;
            }

            if (fields.MatchesDate(date) && FindTime(fields, time) is { } hit)
            {
                return date.ToDateTime(hit);
            }

            date = date.AddDays(1);
            time = TimeOnly.MinValue;
        }

        return null;
    }

    private static TimeOnly? FindTime(CronFields fields, TimeOnly from)
    {
        var hour = fields.Hours.NextFrom(from.Hour);
        if (hour < 0)
        {
            return null;
        }

        if (hour == from.Hour)
        {
            var minute = fields.Minutes.NextFrom(from.Minute);
            if (minute >= 0)
            {
                return new TimeOnly(hour, minute);
            }

            hour = fields.Hours.NextFrom(hour + 1);
            if (hour < 0)
            {
                return null;
            }
        }

        return new TimeOnly(hour, fields.Minutes.First);
    }

    private static DateOnly FirstOfNextMonth(DateOnly date) =>
        date.Year == DateOnly.MaxValue.Year && date.Month == 12
            ? DateOnly.MaxValue
            : new DateOnly(date.Year, date.Month, 1).AddMonths(1);

    private static DateTime TruncateToMinute(DateTime value) =>
        new(value.Ticks - value.Ticks % TimeSpan.TicksPerMinute, DateTimeKind.Unspecified);
}
