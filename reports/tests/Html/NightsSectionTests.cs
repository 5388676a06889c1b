using Eval.Results.Metrics;
using Eval.Reports.Drift;

namespace Eval.Reports.Tests.Html;

[Trait("Needs", "Chromium")]
public sealed class NightsSectionTests(ReportBrowser browser) : IClassFixture<ReportBrowser>
{
    [Fact]
    public async Task Alarms_come_first_in_words_and_are_told_at_the_top()
    {
        await using var report = await browser.OpenAsync(SampleNights.Worse());

        var states = await report.Page.Locator(".drift .state").AllInnerTextsAsync();

        Assert.Contains("▲ alarm", states);
        Assert.Equal("● change", states[^1]);
        Assert.Equal(states.OrderByDescending(state => state == "▲ alarm"), states);
        Assert.Matches("^(ALARM|[2-6] ALARMS) vendor/model-1 \\(.*slower", await report.Page.Locator(".banner").First.InnerTextAsync());
        Assert.Contains("vendor/model-2 – the price is not that of night-", await report.Page.Locator(".drift li").Last.InnerTextAsync(),
            StringComparison.Ordinal);
        await report.AssertQuietAsync();
    }

    [Fact]
    public async Task What_is_watched_stands_with_tonight_the_usual_value_and_the_sum()
    {
        var results = SampleNights.Worse();
        var latency = results.Drift!.Series.Single(series => series.Model == "vendor/model-1" && series.Metric == TimeMetrics.LatencyP50);
        await using var report = await browser.OpenAsync(results);

        var cell = report.Page.Locator(".watched tbody tr").First.Locator("[data-label='latency p50']");

        Assert.True(latency.Points[^1].IsAlarm);
        Assert.Matches(FormattableString.Invariant(
            $@"^2\.\d\d s\s+usually 1\.\d\d s\s+▲ alarm: sum {latency.Points[^1].Sum:0.0} of {latency.Limit:0.0}"),
            await cell.InnerTextAsync());
        Assert.Equal("100%", await cell.Locator("rect.filled").GetAttributeAsync("width"));
        Assert.Equal("measured in too few nightly runs",
            await report.Page.Locator(".watched tbody tr:nth-child(2) .na").GetAttributeAsync("title"));
    }

    [Fact]
    public async Task Quiet_nights_say_so()
    {
        await using var report = await browser.OpenAsync(SampleNights.Create(8, 1));

        Assert.StartsWith("✓ no alarm", await report.Page.Locator("#nights p").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await report.Page.Locator(".banner").CountAsync());
    }

    [Fact]
    public async Task The_first_nights_say_what_is_still_missing()
    {
        await using var report = await browser.OpenAsync(SampleNights.Create(3, 1));

        Assert.Equal("… note vendor/model-1: night 3 of the 5 that are needed to know what to expect.",
            (await report.Page.InnerTextAsync(".drift li")).ReplaceLineEndings(" "));
        Assert.Equal(0, await report.Page.Locator(".watched").CountAsync());
        Assert.Equal(1, await report.Page.Locator("#nights figure svg[role=img]").CountAsync());
    }

    [Fact]
    public async Task Without_a_history_there_is_no_section_and_no_address_of_it()
    {
        await using var report = await browser.OpenAsync(SampleRuns.Small());

        Assert.Equal(0, await report.Page.Locator("#nights,a[href='#nights'],#gates,a[href='#gates']").CountAsync());
    }

    [Fact]
    public async Task Failed_gates_are_listed_first_and_passed_ones_folded_away()
    {
        await using var report = await browser.OpenAsync(SampleNights.Create(2, 2, withGates: true));

        Assert.Equal("Gates: 2 of 3 failed", await report.Page.InnerTextAsync("#gates h2"));
        Assert.Equal("gates", await report.Page.Locator("main > section").First.GetAttributeAsync("id"));
        var rows = report.Page.Locator(".gates tbody tr");
        Assert.Equal(["✗ failed", "✗ failed"], await rows.Locator(".state >> visible=true").AllInnerTextsAsync());
        Assert.Equal("✗ failed ttft_p90_ms<=100 model=vendor/* certain vendor/model-1 312 ms [290 ms to 330 ms], n 120: the interval's end "
            + "is not at most 100 ms", string.Join(' ',
                (await rows.First.InnerTextAsync()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        await report.Page.ClickAsync("#gates summary");
        await Microsoft.Playwright.Assertions.Expect(rows.Last).ToContainTextAsync("✓ passed");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(700)]
    [InlineData(1024)]
    public async Task Sections_never_make_the_page_scroll_sideways(int width)
    {
        await using var report = await browser.OpenAsync(SampleNights.Worse(), width);
        await report.Page.EvaluateAsync("document.querySelectorAll('details').forEach(d => { d.open = true; })");

        Assert.Equal(width, await report.Page.EvaluateAsync<int>("document.scrollingElement.scrollWidth"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sections_stand_out_from_their_background(bool dark)
    {
        await using var report = await browser.OpenAsync(SampleNights.Worse(), dark: dark);
        await report.Page.EvaluateAsync("document.querySelectorAll('details').forEach(d => { d.open = true; })");

        Assert.Empty(await report.Page.EvaluateAsync<string[]>(Contrast.Script));
    }
}
