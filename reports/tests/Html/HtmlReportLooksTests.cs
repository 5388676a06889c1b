using Eval.Results.Records;
using Microsoft.Playwright;

namespace Eval.Reports.Tests.Html;

[Trait("Needs", "Chromium")]
public sealed class HtmlReportLooksTests(ReportBrowser browser) : IClassFixture<ReportBrowser>
{
    private const string Background = "getComputedStyle(document.body).backgroundColor";

    [Fact]
    public async Task Page_follows_the_system_theme_until_the_reader_chooses()
    {
        await using var report = await browser.OpenAsync(SampleRuns.Small(), dark: true);
        Assert.Equal("rgb(22, 26, 32)", await report.Page.EvaluateAsync<string>(Background));

        await report.Page.ClickAsync("#theme");

        Assert.Equal("rgb(255, 255, 255)", await report.Page.EvaluateAsync<string>(Background));
        Assert.Equal("Colour theme: light", await report.Page.GetAttributeAsync("#theme", "aria-label"));
    }

    [Fact]
    public async Task Charts_follow_the_theme()
    {
        await using var report = await browser.OpenAsync(SampleRuns.Small(), dark: true);

        var colours = await report.Page.EvaluateAsync<string[]>(
            "[...new Set([...document.querySelectorAll('figure svg text')].map(t => getComputedStyle(t).fill))]");

        Assert.Equal(["rgb(163, 173, 186)", "rgb(230, 234, 240)"], colours.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(700)]
    [InlineData(1024)]
    public async Task Page_never_scrolls_sideways(int width)
    {
        await using var report = await browser.OpenAsync(SampleRuns.Many(6, 30, simulated: true), width);
        Assert.Equal(width, await report.Page.EvaluateAsync<int>("document.scrollingElement.scrollWidth"));

        await report.Page.ClickAsync("#rows a");
        await report.DetailAsync();

        Assert.Equal(0, await report.Page.EvaluateAsync<int>(
            "(b => b.scrollWidth - b.clientWidth)(document.getElementById('detail-body'))"));
    }

    [Fact]
    public async Task Printing_leaves_out_what_needs_a_screen()
    {
        await using var report = await browser.OpenAsync(SampleRuns.Small());

        await report.Page.EmulateMediaAsync(new() { Media = Media.Print });

        Assert.False(await report.Page.IsVisibleAsync("#attempts"));
        Assert.True(await report.Page.IsVisibleAsync(".leaderboard"));
        Assert.True((await report.Page.PdfAsync()).Length > 10_000);
    }

    [Fact]
    public async Task Simulated_invalid_and_weakly_isolated_runs_say_so_first()
    {
        var results = SampleRuns.Many(2, 10, simulated: true);
        results = results with
        {
            Summary = results.Summary with { IsInvalid = true },
            Attempts = [.. results.Attempts.Select(attempt => attempt with { Isolation = "Process" })],
        };
        await using var report = await browser.OpenAsync(results);

        Assert.Equal(["INVALID RUN", "SIMULATED", "REDUCED ISOLATION"], await report.Page.Locator(".banner strong").AllInnerTextsAsync());
        Assert.StartsWith("[simulated]", await report.Page.TitleAsync(), StringComparison.Ordinal);
        Assert.Equal(3, await report.Page.Locator("figure svg title", new() { HasTextString = "simulated" }).CountAsync());
    }

    [Fact]
    public async Task Every_table_has_scoped_headers_and_every_control_a_name()
    {
        await using var report = await browser.OpenAsync(SampleNights.Worse());

        var faults = await report.Page.EvaluateAsync<string[]>("""
            () => [
              ...[...document.querySelectorAll('th:not([scope])')].map(e => 'th ' + e.textContent),
              ...[...document.querySelectorAll('button')].filter(e => !(e.textContent.trim() || e.ariaLabel)).map(e => 'button ' + e.id),
              ...[...document.querySelectorAll('input,select')].filter(e => !e.labels.length).map(e => 'field ' + e.id),
              ...[...document.querySelectorAll('svg:not([aria-hidden=true]):not([role=img]):not(svg svg)')].map(e => 'svg ' + e.outerHTML.slice(0, 60)),
              ...[...document.querySelectorAll('[id]')].filter((e, _, all) => document.querySelectorAll('#' + CSS.escape(e.id)).length > 1).map(e => 'id ' + e.id),
            ]
            """);

        Assert.Empty(faults);
        Assert.Equal(1, await report.Page.Locator("main").CountAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Text_stands_out_from_its_background(bool dark)
    {
        await using var report = await browser.OpenAsync(SampleRuns.Many(6, 30, simulated: true), dark: dark);

        var faint = await report.Page.EvaluateAsync<string[]>(Contrast.Script);

        Assert.Empty(faint);
    }

    [Fact]
    public async Task Nobody_passing_one_attempt_or_no_data_is_said_in_words()
    {
        var nobody = SampleRuns.Many(2, 5);
        nobody = SampleSummary.Results(nobody.Run,
            [.. nobody.Attempts.Select(a => a with { Verdict = Verdict.Failed, Timing = null, CostUsd = null })]);
        await using var report = await browser.OpenAsync(nobody);

        Assert.Equal("No model passed anything.", await report.Page.Locator(".findings li").First.InnerTextAsync());
        Assert.Contains("No attempt of this run has a time to first token.", await report.Page.InnerTextAsync("#charts"),
            StringComparison.Ordinal);
        await report.AssertQuietAsync();
    }
}
