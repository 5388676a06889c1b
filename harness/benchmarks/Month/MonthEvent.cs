namespace Eval.Benchmarks.Month;

/// <summary>What happens to a night.</summary>
internal enum MonthEvent
{
    Quiet,
    Killed,
    Outage,
    Budget,
    FullDisk,
    ClockBack,
    ClockAhead,
    TimeZone,
    DaylightSaving,
    SecondAtOnce,
    EditedTasks,
    DeadWebhook,
}
