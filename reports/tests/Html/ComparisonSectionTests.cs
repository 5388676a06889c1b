using Eval.Results;
using Eval.Results.Records;

namespace Eval.Reports.Tests.Html;

[Trait("Needs", "Chromium")]
public sealed class ComparisonSectionTests(ReportBrowser browser) : IClassFixture<ReportBrowser>
{
    [Fact]
    public async Task The_best_stands_against_every_other_with_difference_verdict_cost_and_time()
    {
        await using var report = await browser.OpenAsync(Results(("best", 90, 1, 1000), ("near", 87, 2, 1000), ("far", 40, 0.5, 3000)));

        var rows = await report.Page.Locator(".compared tbody tr").AllInnerTextsAsync();

        Assert.Equal(2, rows.Count);
        Assert.Matches(@"near\s+\+3\.0 points\s+−?\+?\d\.\d to \+\d\.\d\s+no significant difference 100 tasks with 3 disagreements cannot "
            + @"detect a difference\s+0\.25\s+dearer\s+2\.00 × \(2\.00–2\.00\)", rows[0].Trim());
        Assert.Matches(@"far\s+\+50\.0 points\s+\+3\d\.\d to \+\d\d\.\d\s+passes less often\s+< 0\.0001\s+cheaper\s+0\.500 × .*\s+.*\s+no "
            + @"significant difference\s+1\.00 × .*\s+.*\s+slower\s+3\.00 × \(3\.00–3\.00\)\s+3\.00 s ÷ 1\.00 s\s+100$", rows[1].Trim());
        await report.AssertQuietAsync();
    }

    [Fact]
    public async Task Leaderboard_parts_those_told_apart_from_the_best()
    {
        await using var report = await browser.OpenAsync(Results(("far", 40, 1, 1000), ("near", 87, 1, 1000), ("best", 90, 1, 1000)));

        var rows = await report.Page.Locator(".leaderboard tbody th").AllInnerTextsAsync();

        Assert.Equal(["Best, and not significantly behind it: 2 models", "best", "near", "Significantly behind the "
            + "best", "far"],
            rows.Select(row => row.Trim()));
    }

    [Fact]
    public async Task Leaderboard_is_in_one_part_when_nothing_is_told_apart()
    {
        await using var report = await browser.OpenAsync(Results(("a", 90, 1, 1000), ("b", 89, 1, 1000)));

        Assert.Equal(0, await report.Page.Locator(".leaderboard .group").CountAsync());
    }

    [Fact]
    public async Task A_flip_leads_to_the_attempts_on_either_side()
    {
        await using var report = await browser.OpenAsync(Results(("best", 90, 1, 1000), ("near", 87, 1, 1000)));

        await report.Page.ClickAsync(".flips summary");
        Assert.Equal("best and near differ on 3 of 100 tasks: 3 for the one, 0 for the other",
            await report.Page.InnerTextAsync(".flips summary"));
        await report.Page.ClickAsync(".flips li:nth-child(2) a:nth-of-type(2)");

        Assert.Contains("near", await report.DetailAsync(), StringComparison.Ordinal);
        Assert.Equal("t088", await report.Page.InnerTextAsync("#detail-title"));
        await report.AssertQuietAsync();
    }

    [Fact]
    public async Task With_several_samples_a_flip_leads_to_all_of_a_task_and_pass_hat_k_is_shown()
    {
        var run = An.Run("a", "b") with { Samples = 3 };
        var attempts = Enumerable.Range(0, 12).SelectMany(task => Enumerable.Range(0, 3).SelectMany(sample => run.Models.Select(model =>
            An.Attempt($"t{task:00}", model.Name,
                sample) with { Verdict = model.Name == "a" || sample > 0 || task > 0 ? Verdict.Passed : Verdict.Failed }))).ToList();
        await using var report = await browser.OpenAsync(SampleSummary.Results(run, attempts));

        await report.Page.ClickAsync(".flips summary");
        Assert.Contains("2 of 3 passed", await report.Page.InnerTextAsync(".flips li"), StringComparison.Ordinal);
        await report.Page.ClickAsync(".flips li a:nth-of-type(2)");

        await Microsoft.Playwright.Assertions.Expect(report.Page.Locator("#count")).ToHaveTextAsync("3 of 72 attempts");
        Assert.Equal(["100%", "91.7%"], await report.Page.Locator(".leaderboard td[data-label='pass^k'] .value").AllInnerTextsAsync());
    }

    [Fact]
    public async Task Many_flips_are_cut_with_their_number()
    {
        await using var report = await browser.OpenAsync(Results(("a", 100, 1, 1000), ("b", 0, 1, 1000)));

        await report.Page.ClickAsync(".flips summary");

        Assert.Equal(40, await report.Page.Locator(".flips li").CountAsync());
        Assert.StartsWith("… and 60 more", await report.Page.InnerTextAsync(".flips .note"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_model_or_too_few_tasks_are_one_sentence()
    {
        Assert.Equal("This run has one model: there is nothing to compare it with.", await SentenceAsync(Results(("a", 50, 1, 1000))));
        Assert.Equal("5 tasks in common are too few to detect a difference.", await SentenceAsync(Few()));
    }

    private async Task<string> SentenceAsync(ReportInput results)
    {
        await using var report = await browser.OpenAsync(results);
        Assert.Equal(0, await report.Page.Locator("#comparison table").CountAsync());
        return await report.Page.Locator("#comparison p").InnerTextAsync();
    }

    private static ReportInput Few() => SampleSummary.Results(
        An.Run("a", "b"),
        [.. Enumerable.Range(0, 5).SelectMany(task => new[] { An.Attempt($"t{task}", "a"),
            An.Attempt($"t{task}", "b") with { Verdict = Verdict.Failed } })]);

    /// <summary>Returns a run of 100 tasks: each model passes the first so many, at so many cents and milliseconds.</summary>
    private static ReportInput Results(params (string Name, int Passed, double Cost, int Milliseconds)[] models)
    {
        var attempts = Enumerable.Range(0, 100).SelectMany(task => models.Select(model => An.Attempt($"t{task:000}", model.Name) with
        {
            Verdict = task < model.Passed ? Verdict.Passed : Verdict.Failed,
            CostUsd = (decimal)model.Cost / 100,
            Timing = An.Timing(200, model.Milliseconds),
        })).ToList();
        return SampleSummary.Results(An.Run([.. models.Select(model => model.Name)]), attempts);
    }
}
