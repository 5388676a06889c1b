namespace Cronline;

/// <summary>Plain days of the week, e.g. <c>MON-FRI</c>.</summary>
internal sealed class DaysOfWeekRule(ValueSet days) : DayRule
{
    public override bool Matches(DateOnly date) => days.Contains((int)date.DayOfWeek);

    public override string Describe() =>
        "on " + string.Join(", ", days.Values().Select(d => ((DayOfWeek)d).ToString()));
}

/// <summary><c>n#k</c>: the k-th given day of the week in a month.</summary>
internal sealed class NthDayOfWeekRule(DayOfWeek dayOfWeek, int occurrence) : DayRule
{
    public override bool Matches(DateOnly date) =>
        date.DayOfWeek == dayOfWeek && (date.Day - 1) / 7 + 1 == occurrence;

    public override string Describe() => $"on the {Ordinal(occurrence)} {dayOfWeek} of the month";
}

/// <summary><c>nL</c>: the last given day of the week in a month.</summary>
internal sealed class LastDayOfWeekRule(DayOfWeek dayOfWeek) : DayRule
{
    public override bool Matches(DateOnly date) =>
        date.DayOfWeek == dayOfWeek && date.Day + 7 > DaysInMonth(date);

    public override string Describe() => $"on the last {dayOfWeek} of the month";
}
