using Eval.Harness.Nightly;

namespace Eval.Harness.Tests.Nightly;

public sealed class NightClockTests
{
    [Theory]
    [InlineData("2026-10-04T02:00:00Z", 24 * 60)]
    [InlineData("2026-10-05T02:00:00Z", 0)]
    [InlineData("2026-10-05T01:30:00+02:00", 150)]
    [InlineData("2026-10-05T02:00:01Z", null)]
    [InlineData("2031-01-01T02:00:00Z", null)]
    public void A_night_that_is_dated_after_now_is_of_no_known_age(string startedAt, int? minutes) =>
        Assert.Equal(minutes, NightClock.Age(ANight.Create("n", Parse(startedAt)), ANight.Start)?.TotalMinutes);

    [Theory]
    [InlineData("2026-10-04T02:00:00Z", null)]
    [InlineData("2026-08-07T02:00:00Z", null)]
    [InlineData("2026-08-05T02:00:00Z",
        "the newest nightly run, n, is dated 2026-08-05 02:00 UTC, and this machine's clock says 2026-10-05 02:00 UTC, 61 days later: if ")]
    [InlineData("1970-01-01T00:00:00Z",
        "the newest nightly run, n, is dated 1970-01-01 00:00 UTC, and this machine's clock says 2026-10-05 02:00 UTC, 20731 days later: "
            + "if ")]
    [InlineData("2031-01-01T04:00:00+02:00", "the newest nightly run, n, is dated 2031-01-01 02:00 UTC, and this machine's clock says "
        + "2026-10-05 "
        + "02:00 UTC: it was ahead then or is behind now; ")]
    public void A_clock_that_was_or_is_wrong_is_told_with_the_night_and_both_dates(string startedAt, string? sentence)
    {
        var warning = NightClock.Warning(ANight.Create("n", Parse(startedAt)), ANight.Start);

        Assert.Equal(sentence, sentence is null ? warning : warning?[..sentence.Length]);
    }

    private static DateTimeOffset Parse(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
}
