using System.Globalization;
using Eval.Results.Records;

namespace Eval.Harness.Nightly;

/// <summary>
/// What dates say of runs. Runs stand in the order in which they were begun; a date only tells how long ago that was, and only where it
/// can be so.
/// </summary>
internal static class NightClock
{
    private const string Time = "yyyy-MM-dd HH:mm 'UTC'";

    /// <summary>Machines are off for holidays; a longer gap is worth a look at the clock.</summary>
    private static readonly TimeSpan LongGap = TimeSpan.FromDays(60);

    /// <summary>Returns how long ago a run began; null where it is dated after now, since nobody knows then.</summary>
    public static TimeSpan? Age(Run night, DateTimeOffset now) => night.StartedAt <= now ? now - night.StartedAt : null;

    /// <summary>
    /// Returns what is to be said where the clock cannot have been right both in the newest run and now, or may be wrong; null otherwise.
    /// </summary>
    public static string? Warning(Run newest, DateTimeOffset now)
    {
        var dates = $"the newest nightly run, {newest.Id}, is dated {Text(newest.StartedAt)}, and this machine's clock says {Text(now)}";
        return Age(newest, now) switch
        {
            null => $"{dates}: it was ahead then or is behind now; set it right ('timedatectl' shows it). That run does not count "
                + "as recent, and runs stay in the order in which they were begun.",
            { } age when age > LongGap => $"{dates}, {age.Days} days later: if nightly runs have not been paused for so long, the clock is "
                + "ahead; set it right ('timedatectl' shows it).",
            _ => null,
        };
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture);
}
