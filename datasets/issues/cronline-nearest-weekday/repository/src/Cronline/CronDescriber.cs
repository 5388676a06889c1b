using System.Globalization;

namespace Cronline;

/// <summary>Puts parsed fields into English words.</summary>
internal static class CronDescriber
{
    private static readonly ValueSet AllMinutes = ValueSet.Range(0, 59);
    private static readonly ValueSet AllHours = ValueSet.Range(0, 23);
    private static readonly ValueSet AllMonths = ValueSet.Range(1, 12);

    public static string Describe(CronFields fields)
    {
        var parts = new List<string> { DescribeTime(fields) };
        var days = new[] { fields.DayOfMonth, fields.DayOfWeek }.OfType<DayRule>().Select(r => r.Describe()).ToList();
        if (days.Count > 0)
        {
            parts.Add(string.Join(" or ", days));
        }

        if (!fields.Months.Equals(AllMonths))
        {
            parts.Add("in " + string.Join(", ", fields.Months.Values().Select(MonthName)));
        }

        return string.Join(", ", parts);
    }

    private static string DescribeTime(CronFields fields)
    {
        var everyHour = fields.Hours.Equals(AllHours);
        if (fields.Minutes.Equals(AllMinutes))
        {
            return everyHour
                ? "every minute"
                : "every minute of hour " + string.Join(", ", fields.Hours.Values());
        }

        if (everyHour)
        {
            return "every hour at minute " + string.Join(", ", fields.Minutes.Values());
        }

        var times =
            from hour in fields.Hours.Values()
            from minute in fields.Minutes.Values()
            select new TimeOnly(hour, minute).ToString("HH:mm", CultureInfo.InvariantCulture);
        return "at " + string.Join(", ", times);
    }

    private static string MonthName(int month) => CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month);
}
