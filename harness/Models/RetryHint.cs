using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Eval.Harness.Models;

/// <summary>
/// How long an endpoint asks to be left alone, wherever it says so: in a header, in a field of the error, in its sentence.
/// </summary>
internal static partial class RetryHint
{
    /// <summary>Returns the wait; null where none is named. What is told of this request comes before what is told of its limits.</summary>
    public static TimeSpan? Read(HttpResponseHeaders headers, int status, EndpointError error, TimeProvider time)
    {
        var now = time.GetUtcNow();
        return NotNegative(Milliseconds(Value(headers, "retry-after-ms")) ?? Moment(Value(headers, "retry-after"), now)
            ?? error.RetryAfter ?? Sentence(error.Message)
            ?? (status is 429 or 503 ? Reset(headers, now) : null));
    }

    /// <summary>Reads a duration like <c>26.6s</c>, <c>1m20s</c>, <c>300ms</c>, <c>2 minutes</c>; a number alone is seconds.</summary>
    public static TimeSpan? Duration(string? text)
    {
        var match = Whole().Match(text ?? "");
        if (!match.Success)
        {
            return null;
        }

        if (match.Groups["plain"] is { Success: true } plain)
        {
            return Seconds(Number(plain.Value));
        }

        var seconds = 0.0;
        for (var part = 0; part < match.Groups["number"].Captures.Count; part++)
        {
            seconds += Number(match.Groups["number"].Captures[part].Value) * SecondsOf(match.Groups["unit"].Captures[part].Value);
        }

        return Seconds(seconds);
    }

    private static TimeSpan? Sentence(string message) =>
        InSentence().Match(message) is { Success: true } found ? Duration(found.Groups[1].Value) : null;

    /// <summary>A limit that is used up opens again after its wait; where none is known to be, after the shortest.</summary>
    private static TimeSpan? Reset(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var waits = headers.NonValidated.Where(header => IsReset(header.Key))
            .Select(header => (Wait: Moment(header.Value.FirstOrDefault(), now),
                IsUsedUp: Value(headers, header.Key.Replace("reset", "remaining", StringComparison.OrdinalIgnoreCase)) is null or "0"))
            .Where(reset => reset.Wait is not null).ToList();
        return waits.Where(reset => reset.IsUsedUp).Max(reset => reset.Wait) ?? waits.Min(reset => reset.Wait);
    }

    private static bool IsReset(string header) =>
        header.StartsWith("x-ratelimit-reset", StringComparison.OrdinalIgnoreCase)
            || header.StartsWith("ratelimit-reset", StringComparison.OrdinalIgnoreCase)
        || (header.StartsWith("anthropic-ratelimit-", StringComparison.OrdinalIgnoreCase)
            && header.EndsWith("-reset", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a wait, or the moment at which it ends: a date, or the seconds or milliseconds since 1970.</summary>
    private static TimeSpan? Moment(string? text, DateTimeOffset now)
    {
        const double FirstEpochSecond = 1e9;
        const double FirstEpochMillisecond = 1e12;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture, out var number) && number >= FirstEpochSecond)
        {
            return Seconds(number >= FirstEpochMillisecond ? number / 1000 : number) - Seconds(now.ToUnixTimeMilliseconds() / 1000.0);
        }

        return Duration(text)
            ?? (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date - now
                : null);
    }

    private static TimeSpan? Milliseconds(string? text) => text is null ? null : Duration(text.Trim() + "ms");

    private static string? Value(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.FirstOrDefault()?.Trim() : null;

    private static TimeSpan? NotNegative(TimeSpan? wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double SecondsOf(string unit) => unit.ToLowerInvariant() switch
    {
        ['m', 's', ..] or ['m', 'i', 'l', ..] => 0.001,
        ['d', ..] => 86_400,
        ['h', ..] => 3600,
        ['m', ..] => 60,
        _ => 1,
    };

    private static TimeSpan Seconds(double seconds) => seconds < 1e11 ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;

    [GeneratedRegex(
        @"^\s*(?:(?<plain>\d{1,15}(?:\.\d{1,15})?)|(?:(?<number>\d{1,15}(?:\.\d{1,15})?)\s*(?<unit>milliseconds?|millis|ms|"
        + @"seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)[\s,]*(?:and\s+)?)+)\s*$",
        RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Whole();

    [GeneratedRegex(
        @"\b(?:try|retry|again|wait|reset)\w*\b[^.\d]{0,40}?((?:\d{1,9}(?:\.\d{1,15})?\s*(?:milliseconds?|millis|ms|"
        + @"seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)(?![a-z])[\s,]*(?:and\s+)?)+)",
        RegexOptions.IgnoreCase, 1000)]
    private static partial Regex InSentence();
}
