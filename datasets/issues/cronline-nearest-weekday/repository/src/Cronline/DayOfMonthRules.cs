namespace Cronline;

/// <summary>Plain day numbers, e.g. <c>1,15</c>.</summary>
internal sealed class DayNumbersRule(ValueSet days) : DayRule
{
    public override bool Matches(DateOnly date) => days.Contains(date.Day);

    public override string Describe() =>
        "on the " + string.Join(", ", days.Values().Select(Ordinal)) + " of the month";
}

/// <summary><c>L</c> and <c>L-n</c>: a day counted from the end of the month.</summary>
internal sealed class LastDayRule(int offset) : DayRule
{
    public override bool Matches(DateOnly date) => date.Day == DaysInMonth(date) - offset;

    public override string Describe() => offset switch
    {
        0 => "on the last day of the month",
        1 => "one day before the last day of the month",
        _ => $"{offset} days before the last day of the month",
    };
}

/// <summary><c>LW</c>: the last day of the month that is not in a weekend.</summary>
internal sealed class LastWeekdayRule : DayRule
{
    public override bool Matches(DateOnly date)
    {
        var last = new DateOnly(date.Year, date.Month, DaysInMonth(date));
        while (IsWeekend(last))
        {
            last = last.AddDays(-1);
        }

        return date == last;
    }

    public override string Describe() => "on the last weekday of the month";
}

/// <summary><c>nW</c>: the weekday nearest to a day of the month.</summary>
internal sealed class NearestWeekdayRule(int day) : DayRule
{
    public override bool Matches(DateOnly date) => date.DayOfWeek switch
    {
        DayOfWeek.Saturday or DayOfWeek.Sunday => false,
        DayOfWeek.Friday => date.Day == day || date.AddDays(1).Day == day,
        DayOfWeek.Monday => date.Day == day || date.AddDays(-1).Day == day,
        _ => date.Day == day,
    };

    public override string Describe() => $"on the weekday nearest to the {Ordinal(day)} of the month";
}
