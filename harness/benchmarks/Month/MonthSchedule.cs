namespace Eval.Benchmarks.Month;

/// <summary>Thirty nights of October 2026, and on which of them what happens.</summary>
internal static class MonthSchedule
{
    private const int Nights = 30;

    /// <summary>Clocks of Berlin are put back this night.</summary>
    private const int DaylightSavingNight = 25;

    private const string Home = "Europe/Berlin";
    private const string Abroad = "Pacific/Auckland";

    private static readonly MonthEvent[] Events =
    [
        MonthEvent.Killed, MonthEvent.Killed, MonthEvent.Outage, MonthEvent.Budget, MonthEvent.FullDisk, MonthEvent.ClockBack,
            MonthEvent.ClockAhead,
        MonthEvent.TimeZone, MonthEvent.SecondAtOnce, MonthEvent.EditedTasks, MonthEvent.DeadWebhook,
    ];

    /// <summary>Returns the month of a seed.</summary>
    public static IReadOnlyList<ScheduledNight> Create(Random random)
    {
        // The first night has none before it, and the last none that shows what comes of it.
        var free = Enumerable.Range(2, Nights - 2).Where(night => night != DaylightSavingNight).ToArray();
        random.Shuffle(free);
        var events = Events.Zip(free).ToDictionary(pair => pair.Second, pair => pair.First);
        events[DaylightSavingNight] = MonthEvent.DaylightSaving;
        return [.. Enumerable.Range(1, Nights).Select(night => Night(night, events, random))];
    }

    private static ScheduledNight Night(int number, Dictionary<int, MonthEvent> events, Random random)
    {
        var happens = events.GetValueOrDefault(number);
        // A timer spreads its nights; that of the change falls into the hour that the clocks say twice.
        var at = new DateTimeOffset(2026, 10, number, 0, 10, 0, TimeSpan.Zero).AddMinutes(random.Next(20));
        at = happens switch
        {
            MonthEvent.ClockBack => at.AddDays(-12),
            MonthEvent.ClockAhead => at.AddYears(5),
            _ => at,
        };
        return new ScheduledNight(number, at, happens, happens == MonthEvent.TimeZone ? Abroad : Home,
            events.GetValueOrDefault(number - 1) == MonthEvent.ClockAhead);
    }
}
