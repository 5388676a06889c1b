namespace Cronline;

/// <summary>The parsed parts of an expression. A day rule of null means "every day".</summary>
internal sealed record CronFields(
    ValueSet Minutes,
    ValueSet Hours,
    DayRule? DayOfMonth,
    ValueSet Months,
    DayRule? DayOfWeek)
{
    /// <summary>Whether the expression fires at some time of the given date.</summary>
    public bool MatchesDate(DateOnly date)
    {
        if (!Months.Contains(date.Month))
        {
            return false;
        }

        return (DayOfMonth, DayOfWeek) switch
        {
            (null, null) => true,
            ({ } dom, null) => dom.Matches(date),
            (null, { } dow) => dow.Matches(date),
            ({ } dom, { } dow) => dom.Matches(date) || dow.Matches(date),
        };
    }

    public bool MatchesTime(TimeOnly time) => Hours.Contains(time.Hour) && Minutes.Contains(time.Minute);
}
