using Eval.Results;
using Eval.Results.Records;
using Eval.Results.Statistics;
using Eval.Routing;
using Eval.Routing.Policies;
using Eval.Routing.Search;
using Microsoft.Playwright;

namespace Eval.Reports.Tests.Html;

[Trait("Needs", "Chromium")]
public sealed class RoutingSectionTests(ReportBrowser browser) : IClassFixture<ReportBrowser>
{
    [Fact]
    public async Task The_recommendation_stands_in_a_box_with_everything_behind_it()
    {
        var results = await RoutedAsync(SampleRuns.Many(3, 120));

        await using var report = await browser.OpenAsync(results);

        await report.AssertQuietAsync();
        await Assertions.Expect(report.Page.Locator("#routing .recommendation")).ToContainTextAsync(results.Routing!.Sentence);
        Assert.Equal(results.Routing.Rows.Count, await report.Page.Locator(".policies tbody tr").CountAsync());
        Assert.Equal(1, await report.Page.Locator(".policies tr.chosen").CountAsync());
        Assert.Contains("recommended", await report.Page.Locator(".policies tr.chosen").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await report.Page.Locator("#routing figure svg[role=img]").CountAsync());
        var text = await report.Page.Locator("#routing").InnerTextAsync();
        Assert.All(["Within each class", "When a provider is down", "How a cascade depends on its verifier", "What was not shown",
            "upper bound"], heading => Assert.Contains(heading, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Narrow_pages_do_not_scroll_sideways()
    {
        await using var report = await browser.OpenAsync(await RoutedAsync(SampleRuns.Many(3, 60)));

        await report.Page.SetViewportSizeAsync(400, 800);

        Assert.True(await report.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 400"));
    }

    [Fact]
    public async Task Hostile_names_stay_text()
    {
        var results = SampleRuns.Many(2, 60);
        const string Hostile = "<img src=x onerror=alert(1)>\u202e";
        var renamed = SampleSummary.Results(
            results.Run with { Models = [results.Run.Models[0] with { Name = Hostile }, results.Run.Models[1]] },
            [.. results.Attempts.Select(attempt => attempt.Key.Model == results.Run.Models[0].Name
                ? attempt with { Key = attempt.Key with { Model = Hostile } } : attempt)]);

        await using var report = await browser.OpenAsync(await RoutedAsync(renamed));

        await report.AssertQuietAsync();
        Assert.Equal(0, await report.Page.Locator("#routing img").CountAsync());
        Assert.Contains("⟦U+202E⟧", await report.Page.Locator("#routing").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_predicted_stands_beside_what_was_measured()
    {
        var prediction = new PolicyFile
        {
            Name = "p",
            Policy = new SinglePolicy("alpha"),
            Metrics = new PolicyMetrics { Quality = new Estimate(0.5, 0.4, 0.6, 100), Availability = new Estimate(1, 0.96, 1, 100),
                CostPerTaskUsd = new Estimate(9, 8, 10, 100) },
        };
        var run = An.Run("policy:p") with { Models = [An.Model("policy:p") with { Provider = RunModel.Policy,
            PolicyFollowed = new RunPolicy { Definition = RunPolicy.Read("{}"), Expected = RunPolicy.Read(prediction.ToJson()) } }] };
        var results = SampleSummary.Results(run,
            [.. Enumerable.Range(0, 40).Select(task => An.Attempt($"task-{task:00}",
            "policy:p") with { Verdict = task % 2 == 0 ? Verdict.Passed : Verdict.Failed })]);

        await using var report = await browser.OpenAsync(results);

        await report.AssertQuietAsync();
        var rows = await report.Page.Locator("#predictions tbody tr").AllInnerTextsAsync();
        Assert.Equal(3, rows.Count);
        Assert.Contains("as predicted", rows[0], StringComparison.Ordinal);
        Assert.Contains("not as predicted", rows[2], StringComparison.Ordinal);
    }

    private static async Task<ReportInput> RoutedAsync(ReportInput results) =>
        results with { Routing = await RoutingAnalysis.TryAsync(results, new RoutingOptions(), TestContext.Current.CancellationToken) };
}
