namespace Eval.Benchmarks.Month;

/// <summary>How the program is to end a night, and what it is to say of what happened.</summary>
/// <param name="ExitCodes">The exit codes of its starts.</param>
/// <param name="Sentences">Patterns of what is said.</param>
internal sealed record MonthExpectation(IReadOnlyList<int> ExitCodes, IReadOnlyList<string> Sentences)
{
    private const int Killed = 128 + 9;
    private const string NothingMissed = "nothing was missed: the newest nightly run, [^ ]+, is complete";

    /// <summary>Returns what is expected of a night.</summary>
    public static MonthExpectation From(ScheduledNight night, bool isTried)
    {
        var expected = night.Event switch
        {
            MonthEvent.Killed => new MonthExpectation([Killed, 0], ["the night [^ ]+ was cut off and is finished now"]),
            MonthEvent.Outage => new([3], [@"\d+ of 24 attempts failed for reasons of infrastructure", "gate FAILED: availability>=0.9"]),
            MonthEvent.Budget =>
                new([1, 0], [@"the budget of \$0.03 ended the run: .*attempts were left out", "gate FAILED: pass_at_1",
                "nothing was missed: the newest nightly run, [^ ]+, was ended by its budget"]),
            MonthEvent.FullDisk when isTried =>
                new([3, 0], ["The disk of [^ ]+ is full; free some space", "the night [^ ]+ was cut off and is finished now"]),
            MonthEvent.ClockBack => new([0], ["is dated .* it was ahead then or is behind now"]),
            MonthEvent.ClockAhead =>
                new([0], [@"is dated .* \d+ days later: if nightly runs have not been paused for so long, the clock is ahead"]),
            MonthEvent.TimeZone or MonthEvent.DaylightSaving => new([0, 0], [NothingMissed]),
            MonthEvent.SecondAtOnce => new([0, 3], ["Another nightly run is at work in "]),
            MonthEvent.EditedTasks => new([0], ["the tasks are not those of [^ ]+; a new baseline begins"]),
            MonthEvent.DeadWebhook =>
                new([3], [@"the webhook does not answer now: it cannot be reached \(ConnectionRefused\)",
                @"the summary could not be posted to the webhook: it cannot be reached \(\w+\)"]),
            _ => new MonthExpectation([0], []),
        };
        return night.IsAfterClockAhead
            ? expected with { Sentences = ["2031[^ ]+, is dated .* it was ahead then or is behind now", .. expected.Sentences] }
            : expected;
    }
}
