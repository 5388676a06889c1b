namespace Eval.Benchmarks.Month;

/// <summary>A night of the month.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="At">What its clock says when it begins.</param>
/// <param name="Event">What happens to it.</param>
/// <param name="TimeZone">The machine's time zone.</param>
/// <param name="IsAfterClockAhead">Whether the night before it was dated years ahead.</param>
internal sealed record ScheduledNight(int Number, DateTimeOffset At, MonthEvent Event, string TimeZone, bool IsAfterClockAhead);
