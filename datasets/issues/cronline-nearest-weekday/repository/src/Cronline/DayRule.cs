namespace Cronline;

/// <summary>Decides whether an expression fires on a given date.</summary>
internal abstract class DayRule
{
    public abstract bool Matches(DateOnly date);

    /// <summary>A short English phrase such as "on the last day of the month".</summary>
    public abstract string Describe();

    protected static bool IsWeekend(DateOnly date) =>
        date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    protected static int DaysInMonth(DateOnly date) => DateTime.DaysInMonth(date.Year, date.Month);

    protected static string Ordinal(int number) => (number % 100) switch
    {
        11 or 12 or 13 => $"{number}th",
        _ => (number % 10) switch
        {
            1 => $"{number}st",
            2 => $"{number}nd",
            3 => $"{number}rd",
            _ => $"{number}th",
        },
    };
}

/// <summary>Fires if at least one of several rules fires.</summary>
internal sealed class AnyOfRule(IReadOnlyList<DayRule> rules) : DayRule
{
    public override bool Matches(DateOnly date) => rules.Any(r => r.Matches(date));

    public override string Describe() => string.Join(" or ", rules.Select(r => r.Describe()));
}
