namespace Cronline;

/// <summary>Several expressions that fire together, with single dates left out.</summary>
public sealed class Schedule
{
    private readonly List<CronExpression> _expressions = [];
    private readonly HashSet<DateOnly> _excluded = [];

    public IReadOnlyList<CronExpression> Expressions => _expressions;

    public Schedule Include(string expression) => Include(CronExpression.Parse(expression));

    public Schedule Include(CronExpression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        _expressions.Add(expression);
        return this;
    }

    public Schedule Exclude(DateOnly date)
    {
        _excluded.Add(date);
        return this;
    }

    public bool IsDue(DateTime moment) =>
        !_excluded.Contains(DateOnly.FromDateTime(moment)) && _expressions.Any(e => e.IsDue(moment));

    /// <summary>The first firing of any expression after <paramref name="after"/> on a date that is not excluded.</summary>
    public DateTime? Next(DateTime after)
    {
        var cursor = after;
        while (true)
        {
            var next = _expressions.Min(e => e.Next(cursor));
            if (next is not { } moment || !_excluded.Contains(DateOnly.FromDateTime(moment)))
            {
                return next;
            }

            cursor = moment.Date.AddDays(1).AddTicks(-1);
        }
    }

    /// <summary>The next firings in order; a moment hit by several expressions is returned once.</summary>
    public IReadOnlyList<DateTime> Take(DateTime after, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var result = new List<DateTime>(count);
        var cursor = after;
        while (result.Count < count && Next(cursor) is { } moment)
        {
            result.Add(moment);
            cursor = moment;
        }

        return result;
    }
}
