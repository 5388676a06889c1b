using System.Text.RegularExpressions;
using Eval.Results.Records;
using Microsoft.Playwright;

namespace Eval.Reports.Tests.Html;

[Trait("Needs", "Chromium")]
public sealed class HtmlReportTests(ReportBrowser browser) : IClassFixture<ReportBrowser>
{
    [Fact]
    public async Task An_agents_steps_are_listed_and_open_one_by_one()
    {
        var trajectory = new Trajectory
        {
            ExitStatus = "step_limit",
            Steps =
            [
                new TrajectoryStep { Reply = "Look around.", Command = "git ls-files\nhead a.cs", Observation = "Exit code: 0",
                    ExitCode = 0, CommandMs = 12, TtftMs = 250, LatencyMs = 900, InputTokens = 1200, OutputTokens = 40, CostUsd = 0.01m },
                new TrajectoryStep { Reply = "Hm.", Observation = "one command" },
            ],
        };
        var attempt = An.Attempt("issue-1", "m",
            0) with { Texts = new AttemptTexts { Prompt = "Resolve it.", Reply = "", Code = "diff --git a/a.cs b/a.cs",
            Trajectory = trajectory.ToJson() } };
        await using var report = await browser.OpenAsync(SampleSummary.Results(An.Run("m"), [attempt]));
        await report.Page.ClickAsync("#rows a");
        await Assertions.Expect(report.Page.Locator(".trajectory h3")).ToHaveTextAsync("Trajectory: 2 steps, step limit");
        var steps = report.Page.Locator(".step");

        Assert.Equal(2, await steps.CountAsync());
        Assert.Contains("git ls-files", await steps.First.Locator("summary").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("exit code 0 · ran 12.0 ms · TTFT 250 ms · call 900 ms · 1,200 tokens in · 40 out · $0.01",
            await steps.First.Locator("summary").InnerTextAsync(), StringComparison.Ordinal);
        await Assertions.Expect(steps.First.Locator("pre").First).Not.ToBeVisibleAsync();
        await steps.First.Locator("summary").ClickAsync();
        await Assertions.Expect(steps.First.Locator("pre").First).ToHaveTextAsync("Look around.");
        await report.AssertQuietAsync();
    }

    [Fact]
    public async Task What_a_policy_did_for_an_answer_is_told_call_by_call()
    {
        var path = new PolicyPath
        {
            Calls =
            [
                new PolicyCall { Model = "cheap<b>", Outcome = PolicyCallOutcome.Answered, LatencyMs = 400, InputTokens = 100,
                    OutputTokens = 20, CostUsd = 0.001m, IsAccepted = false, VerifiedBy = "its visible tests pass", VerificationMs = 90 },
                new PolicyCall { Model = "gone", Outcome = PolicyCallOutcome.Failed, StartMs = 490, LatencyMs = 30,
                    Error = "\u202ethe endpoint <script>", CostUsd = 0 },
                new PolicyCall { Model = "strong", Outcome = PolicyCallOutcome.Answered, StartMs = 520, LatencyMs = 900, OutputTokens = 30,
                    IsEstimated = true, IsServed = true },
            ],
        };
        var attempt = An.Attempt("t", "m", 0)
            with { Texts = new AttemptTexts { Prompt = "Write it.", Reply = "done", Calls = path.ToJson() } };
        await using var report = await browser.OpenAsync(SampleSummary.Results(An.Run("m"), [attempt]));
        await report.Page.ClickAsync("#rows a");

        var detail = await report.DetailAsync();
        Assert.Contains(
            "1. cheap<b> · answered · from 0 ms for 400 ms · 100 tokens in · 20 out · $0.001 · not accepted (its visible tests pass)",
            detail, StringComparison.Ordinal);
        Assert.Contains("2. gone · failed: ⟦U+202E⟧the endpoint <script> · from 490 ms for 30.0 ms · $0", detail, StringComparison.Ordinal);
        Assert.Contains("3. strong · answered · from 520 ms for 900 ms · 30 out (our estimate) · cost unknown · served", detail,
            StringComparison.Ordinal);
        await report.AssertQuietAsync();
    }

    [Fact]
    public async Task Tasks_that_count_for_no_model_are_listed_with_the_reason()
    {
        var run = An.Run("m") with { SetAside = [new RunSetAsideTask("mini", "odd<b>",
            "its own reference does not pass: failed, F(1) = \u202e2; expected 3")] };
        await using var report = await browser.OpenAsync(SampleSummary.Results(run, [An.Attempt("t", "m", 0)]));

        Assert.Contains("1 of 2 tasks of mini can score no model here", await report.Page.Locator(".banner").First.InnerTextAsync(),
            StringComparison.Ordinal);
        var row = report.Page.Locator("#set-aside tbody tr");
        await Assertions.Expect(row).ToHaveCountAsync(1);
        Assert.Equal(["mini", "odd<b>", "its own reference does not pass: failed, F(1) = ⟦U+202E⟧2; expected 3"],
            (await row.Locator("td, th").AllInnerTextsAsync()).Select(text => text.Trim()));
        await Assertions.Expect(report.Page.Locator("nav a[href='#set-aside']")).ToHaveCountAsync(1);
        await report.AssertQuietAsync();
    }

    [Fact]
    public async Task How_a_patch_fared_is_told_with_the_tests_that_decided()
    {
        var grading = new IssueGrading
        {
            Environment = "python", IsApplied = true, AppliedBy = "git apply --verbose", Flags = ["touches conftest.py"],
                Opening = TimeSpan.FromMilliseconds(420),
            FailToPassSucceeded = ["t.py::a"], FailToPassFailed = ["t.py::b", "<img src=x onerror=alert(1)>"],
                PassToPassFailed = ["t.py::c"],
        };
        var attempt = An.Attempt("issue-1", "m",
            0) with { Texts = new AttemptTexts { Code = "diff --git a/a.py b/a.py", Grading = grading.ToJson() } };
        await using var report = await browser.OpenAsync(SampleSummary.Results(An.Run("m"), [attempt]));

        await report.Page.ClickAsync("#rows a");

        await Assertions.Expect(report.Page.Locator("#detail-body"))
            .ToContainTextAsync("not fixed: t.py::b\nnot fixed: <img src=x onerror=alert(1)>\nbroken: t.py::c");
        var facts = await report.Page.Locator(".facts").InnerTextAsync();
        Assert.All(["git apply --verbose", "it touches conftest.py", "opened in 420 ms", "1 of 3", "0 of 1"],
            fact => Assert.Contains(fact, facts, StringComparison.Ordinal));
        await report.AssertQuietAsync();
    }

    [Fact]
    public async Task Page_opens_from_disk_without_errors_violations_or_requests()
    {
        await using var report = await browser.OpenAsync(SampleRuns.Small());

        await report.AssertQuietAsync();
        Assert.Single(report.Requests);
        Assert.Equal(3, await report.Page.Locator("figure svg[role=img]").CountAsync());
    }

    [Fact]
    public async Task Outline_stays_as_it_was()
    {
        await using var report = await browser.OpenAsync(SampleRuns.Small());

        var outline = await report.Page.EvaluateAsync<string>("""
            () => [...document.querySelectorAll('h1,h2,h3,.banner,.warnings li,.findings li,main table thead,main table tbody tr,figcaption')]
              .filter(e => !e.closest('dialog') && !e.closest('#rows'))
              .map(e => e.matches('thead,tr') ? '| ' + [...e.querySelectorAll('th,td')].map(c => c.textContent.trim().replace(/\s+/g, ' ')).join(' | ')
                : e.tagName.toLowerCase() + ' ' + e.textContent.trim().replace(/\s+/g, ' ')).join('\n') + '\n'
            """);

        Golden.Match(outline, "outline.txt");
    }

    [Fact]
    public async Task Undefined_numbers_print_n_a_with_the_reason()
    {
        await using var report = await browser.OpenAsync(SampleRuns.Small());

        var cells = report.Page.Locator(".leaderboard tbody tr").Last.Locator("span.na");

        Assert.Equal("no attempt was answered", await cells.First.GetAttributeAsync("title"));
        Assert.Equal("no price is known for this model", await cells.Last.GetAttributeAsync("title"));
    }

    [Fact]
    public async Task Sorting_goes_both_ways_and_keeps_unknown_values_last()
    {
        await using var report = await browser.OpenAsync(SampleRuns.Small());

        await report.SortAsync("latency");
        var ascending = await report.ColumnAsync("latency");
        await report.SortAsync("latency");
        var descending = await report.ColumnAsync("latency");

        Assert.Equal("900 ms", ascending[0]);
        Assert.NotEqual(ascending[0], descending[0]);
        Assert.Equal("descending", await report.Page.Locator("th.c-latency").GetAttributeAsync("aria-sort"));
        await report.Page.EvaluateAsync("document.getElementById('viewport').scrollTop = 1e9");
        await Assertions.Expect(report.Page.Locator("#rows tr[data-row] .c-latency").Last).ToHaveTextAsync("n/a");
    }

    [Fact]
    public async Task Filters_combine_and_can_be_cleared()
    {
        await using var report = await browser.OpenAsync(SampleRuns.Small());

        await report.FilterAsync("verdict", "!passed", "69 of 203 attempts");
        await report.FilterAsync("model", "gamma", "3 of 203 attempts");
        await report.FilterAsync("text", "TASK-01", "1 of 203 attempts");
        Assert.Equal(["provider error"], await report.ColumnAsync("verdict"));
        await report.Page.ClickAsync("button[type=reset]");

        await Assertions.Expect(report.Page.Locator("#count")).ToHaveTextAsync("203 attempts");
        await report.AssertQuietAsync();
    }

    [Fact]
    public async Task Judges_are_counted_for_each_data_set_told_for_each_attempt_and_filtered()
    {
        var small = SampleRuns.Small();
        VerdictOrigin[] origins = [VerdictOrigin.Outside, VerdictOrigin.Canary(1.0 / 40320), VerdictOrigin.OutsideEqualityByAnswer,
            VerdictOrigin.Inside];
        await using var report = await browser.OpenAsync(
            SampleSummary.Results(SmallRun.Run,
                [.. small.Attempts.Select((attempt, i) => attempt.VerdictOrigin is null
                ? attempt : attempt with { VerdictOrigin = origins[i % 7 < 4 ? i % 7 : 0] })]));

        await Assertions.Expect(report.Page.Locator(".origins li").First).ToHaveTextAsync(
            new Regex("^mini: 160 verdicts by origin: .* outside; .* outside, equality by answer; .* canary \\(guess probability <0.1%\\); "
                + ".* inside\\.$"));
        await report.Page.SelectOptionAsync("#f-verdictOrigin", "canary");
        await report.Page.Locator("#rows a").First.ClickAsync();

        Assert.Contains("canary (guess probability 2.48E-05)", await report.DetailAsync(), StringComparison.Ordinal);
        await report.AssertQuietAsync();
    }

    [Fact]
    public async Task Row_opens_what_was_asked_answered_and_run()
    {
        await using var report = await browser.OpenAsync(SampleRuns.Small());
        await report.FilterAsync("verdict", "failed", "16 of 203 attempts");

        await report.Page.ClickAsync("#rows a");
        var detail = await report.DetailAsync();

        Assert.Contains("Write Add0.", detail, StringComparison.Ordinal);
        Assert.Contains("int Add0(int a, int b) => a - b; // <b>&", detail, StringComparison.Ordinal);
        Assert.Contains("check 0 failed: expected 1, got 2", detail, StringComparison.Ordinal);
        Assert.Contains("first visible token", detail, StringComparison.Ordinal);
        Assert.Contains("1 of 3", detail, StringComparison.Ordinal);
        await report.AssertQuietAsync();
    }

    [Fact]
    public async Task Keyboard_opens_steps_through_and_closes_attempts()
    {
        await using var report = await browser.OpenAsync(SampleRuns.Small());

        await report.Page.FocusAsync("#rows tr:nth-child(2) a");
        await report.Page.Keyboard.PressAsync("Enter");
        await report.DetailAsync();
        await report.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(report.Page.Locator(".detail-head")).ToContainTextAsync("sample 0");
        await report.Page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(report.Page.Locator("#detail")).Not.ToBeVisibleAsync();
        await Assertions.Expect(report.Page.Locator("#rows tr:nth-child(3) a")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Address_of_an_attempt_opens_it()
    {
        await using var report = await browser.OpenAsync(SampleRuns.Small(), hash: "#attempt=mini/task-07/beta/1");

        Assert.Contains("Write Add7.", await report.DetailAsync(), StringComparison.Ordinal);
        Assert.Equal("task-07", await report.Page.InnerTextAsync("#detail-title"));
    }

    [Fact]
    public async Task Address_of_an_unknown_attempt_is_explained()
    {
        await using var report = await browser.OpenAsync(SampleRuns.Small(), hash: "#attempt=mini/no%ZZ/beta/1");

        Assert.Contains("not in this report", await report.Page.InnerTextAsync("#count"), StringComparison.Ordinal);
        await report.AssertQuietAsync();
    }

    [Fact]
    public async Task Cell_of_the_class_table_leads_to_its_attempts()
    {
        await using var report = await browser.OpenAsync(SampleRuns.Small());

        await report.Page.ClickAsync("#classes tbody tr:first-child td:nth-of-type(2) a");

        await Assertions.Expect(report.Page.Locator("#count")).ToHaveTextAsync("34 of 203 attempts");
        Assert.All(await report.ColumnAsync("class"), name => Assert.Equal("library-api", name));

        await report.Page.ClickAsync("button[type=reset]");
        await Assertions.Expect(report.Page.Locator("#count")).ToHaveTextAsync("203 attempts");
        await report.Page.ClickAsync("#classes tbody tr:first-child td:nth-of-type(2) a");
        await Assertions.Expect(report.Page.Locator("#count")).ToHaveTextAsync("34 of 203 attempts");
    }

    [Fact]
    public async Task Texts_beside_the_page_load_from_disk()
    {
        var folder = await browser.WriteAsync(SampleRuns.Many(3, 900), detailsInPageBytes: 0);
        var files = folder.GetFiles("report-details/*.js").Select(file => file.Name).Order(StringComparer.Ordinal).ToList();
        await using var report = await browser.OpenAsync(folder, hash: "#attempt=mini/task-0899/vendor-c%2Fmodel-3/0");

        Assert.Contains("first 899 odd numbers", await report.DetailAsync(), StringComparison.Ordinal);
        Assert.True(files.Count > 1);
        Assert.EndsWith("report-details/" + files[^1], report.Requests[^1], StringComparison.Ordinal);
        await report.AssertQuietAsync();
    }

    [Fact]
    public async Task Missing_file_beside_the_page_is_explained()
    {
        var folder = await browser.WriteAsync(SampleRuns.Small(), detailsInPageBytes: 0);
        Directory.Delete(Path.Combine(folder.FullName, "report-details"), recursive: true);
        await using var report = await browser.OpenAsync(folder);

        await report.Page.ClickAsync("#rows a");

        await Assertions.Expect(report.Page.Locator("#detail-body")).ToContainTextAsync("report-details/0001.js is missing");
    }

    [Fact]
    public async Task Writing_again_inside_the_page_removes_the_files_beside_it()
    {
        var folder = await browser.WriteAsync(SampleRuns.Small(), detailsInPageBytes: 0);

        await new Reports.Html.HtmlReport().WriteAsync(SampleRuns.Small(), folder, TestContext.Current.CancellationToken);

        Assert.Equal(["report.html"], folder.EnumerateFileSystemInfos().Select(entry => entry.Name));
    }
}
