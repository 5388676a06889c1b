using System.Net;
using Eval.Harness.Models;

namespace Eval.Harness.Tests.Models;

public sealed class RetryHintTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(20.0, "Retry-After", "20")]
    [InlineData(1.5, "Retry-After", "1.5")]
    [InlineData(0.0, "Retry-After", "0")]
    [InlineData(90.0, "Retry-After", "Sun, 29 Nov 2026 12:01:30 GMT")]
    [InlineData(0.0, "Retry-After", "Sun, 29 Nov 2026 11:00:00 GMT")]
    [InlineData(80.0, "Retry-After", "1m20s")]
    [InlineData(0.25, "retry-after-ms", "250")]
    [InlineData(1.2345, "retry-after-ms", "1234.5")]
    [InlineData(360.0, "x-ratelimit-reset-requests", "6m0s")]
    [InlineData(0.02, "x-ratelimit-reset-tokens", "20ms")]
    [InlineData(60.0, "x-ratelimit-reset", "1795953660")]
    [InlineData(60.0, "X-RateLimit-Reset", "1795953660000")]
    [InlineData(30.0, "anthropic-ratelimit-requests-reset", "2026-11-29T12:00:30Z")]
    [InlineData(null, "Retry-After", "soon")]
    [InlineData(null, "x-other", "20")]
    public void A_header_names_the_wait_in_every_form(double? seconds, string name, string value) =>
        Assert.Equal(seconds, Seconds("{}", (name, value)));

    [Theory]
    [InlineData(40.0,
        """[{"error":{"code":429,"message":"You exceeded your current quota.","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"40s"}]}}]""")]
    [InlineData(26.605284999, """{"error":{"message":"Quota exceeded. Please retry in 26.605284999s."}}""")]
    [InlineData(20.0,
        """{"error":{"message":"Rate limit reached for m on requests per min (RPM): Limit 3, Used 3, Requested 1. Please try again in 20s. Visit example.com."}}""")]
    [InlineData(80.0, """{"error":{"message":"Please try again in 1m20s."}}""")]
    [InlineData(3723.5, """{"error":"try again in 1h2m3.5s"}""")]
    [InlineData(0.3, """{"message":"try again in 300ms"}""")]
    [InlineData(5.0, """{"error":{"message":"Please retry after 5 seconds."}}""")]
    [InlineData(120.0, """{"detail":"Too many requests: wait 2 minutes"}""")]
    [InlineData(7.0, """{"error":{"message":"slow down","metadata":{"retry_after":7}}}""")]
    [InlineData(0.5, """{"error":{"message":"slow down","retry_after_ms":500}}""")]
    [InlineData(null, """{"error":{"message":"You may retry 3 times a day."}}""")]
    [InlineData(null, "<html>busy</html>")]
    public void The_body_names_the_wait_in_a_field_or_a_sentence(double? seconds, string body) => AssertWait(seconds, Seconds(body));

    [Fact]
    public void What_is_told_of_this_request_comes_before_what_is_told_of_limits()
    {
        Assert.Equal(3, Seconds("{}", ("retry-after-ms", "3000"), ("Retry-After", "4"), ("x-ratelimit-reset-requests", "5s")));
        Assert.Equal(6, Seconds("""{"error":{"message":"try again in 6s"}}""", ("x-ratelimit-reset-requests", "5s")));
    }

    [Fact]
    public void Of_several_limits_the_one_counts_that_is_used_up_and_else_the_shortest()
    {
        Assert.Equal(20, Seconds("{}", ("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "20s"),
            ("x-ratelimit-remaining-tokens", "900"), ("x-ratelimit-reset-tokens", "6ms")));
        Assert.Equal(6, Seconds("{}", ("x-ratelimit-remaining-requests", "900"), ("x-ratelimit-reset-requests", "24h0m0s"),
            ("x-ratelimit-remaining-tokens", "100"), ("x-ratelimit-reset-tokens", "6s")));
    }

    private static double? Seconds(string body, params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        foreach (var (name, value) in headers)
        {
            Assert.True(response.Headers.TryAddWithoutValidation(name, value), name);
        }

        return RetryHint.Read(response.Headers, 429, EndpointError.Parse(body), new Noon())?.TotalSeconds;
    }

    private static void AssertWait(double? expected, double? actual)
    {
        Assert.Equal(expected is null, actual is null);
        Assert.Equal(expected ?? 0, actual ?? 0, 0.000_001);
    }

    private sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
