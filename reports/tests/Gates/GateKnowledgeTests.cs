using Eval.Reports.Gates;
using Eval.Results;
using Eval.Results.Records;

namespace Eval.Reports.Tests.Gates;

/// <summary>Gates on runs of which a part was left out.</summary>
public sealed class GateKnowledgeTests
{
    private const int Planned = 40;

    [Theory]
    // All there: as it was seen.
    [InlineData("pass_at_1>=0.75", 40, 0, 0, true, "75.0% [59.8% to 85.8%], n 40: the value is at least 75.0%")]
    // A few left out count against it, from whichever side it is bounded.
    [InlineData("pass_at_1>=0.75", 38, 0, 0, false,
        "with the 2 of 40 planned attempts that were left out counted against it: the value is not at least 75.0%")]
    [InlineData("pass_at_1>=0.7", 38, 0, 0, true,
        "with the 2 of 40 planned attempts that were left out counted against it: the value is at least 70.0%")]
    [InlineData("infra_error_rate<=0.04", 38, 0, 0, false,
        "with the 2 of 40 planned attempts that were left out counted against it: the value is not at most 4.0%")]
    // Too many: nothing passes, whatever was seen.
    [InlineData("pass_at_1>=0", 20, 0, 0, false,
        "only 20 of 40 planned attempts are known (20 were left out); a gate needs 90%, and what is not known does not pass")]
    [InlineData("cost_usd<=1000", 20, 0, 0, false, "only 20 of 40 planned attempts are known")]
    [InlineData("verdict-origin=canary", 20, 0, 0, false, "only 20 of 40 planned attempts are known")]
    [InlineData("non-inferior-to=latest margin=0.02", 20, 0, 0, false, "only 20 of 40 planned attempts are known")]
    // A call that failed is known, what would have been answered is not.
    [InlineData("availability>=0.5", 40, 10, 0, true, "the value is at least 50.0%")]
    [InlineData("pass_at_1>=0", 40, 10, 0, false, "only 30 of 40 planned attempts are known (10 failed for reasons of infrastructure)")]
    // A run that was killed has no row for what it did not come to.
    [InlineData("pass_at_1>=0", 40, 0, 20, false, "only 20 of 40 planned attempts are known (20 were left out)")]
    [InlineData("pass_at_1>=0 class=completion", 40, 0, 20, false, "only 20 of 40 planned attempts are known (20 were left out)")]
    public async Task What_is_not_known_does_not_pass(string gate, int made, int failed, int absent, bool isPassed, string reason)
    {
        var result = Assert.Single(await GateChecker.CheckAsync(Run(made, failed, absent), [GateParser.Parse(gate)],
            (_, _) => Task.FromResult<RunResults?>(null)));

        Assert.Equal(isPassed, result.IsPassed);
        Assert.Contains(reason, result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_stopped_a_run_is_said_where_it_is_summed_up()
    {
        var run = Run(20, 0, 0);
        string Headline(RunStop? why) =>
            Eval.Reports.Markdown.MarkdownSummary.Headline(run with { Run = run.Run with { EndedAt = null, StoppedBy = why } });

        Assert.StartsWith("The budget ended the run (20 of 40 planned attempts are there)", Headline(RunStop.Budget),
            StringComparison.Ordinal);
        Assert.StartsWith("The run was interrupted (20 of 40", Headline(RunStop.Interruption), StringComparison.Ordinal);
        Assert.StartsWith("The run is not finished, because a model could not be asked (20 of 40", Headline(RunStop.Refusal),
            StringComparison.Ordinal);
        Assert.StartsWith("The run is not complete", Headline(null), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_an_earlier_program_stored_was_stopped_by_nothing_that_is_known()
    {
        var stored = System.Text.Json.JsonSerializer.Serialize(An.Run("alpha"));

        Assert.DoesNotContain("StoppedBy", stored, StringComparison.Ordinal);
        Assert.Null(System.Text.Json.JsonSerializer.Deserialize<Run>(stored)!.StoppedBy);
        Assert.Contains("\"Budget\"", System.Text.Json.JsonSerializer.Serialize(An.Run("alpha") with { StoppedBy = RunStop.Budget }),
            StringComparison.Ordinal);
    }

    /// <summary>A run in which three of four answers pass.</summary>
    private static ReportInput Run(int made, int failed, int absent)
    {
        var attempts = Enumerable.Range(0, Planned - absent).Select(i => An.Attempt($"t{i:00}", "alpha") with
        {
            Verdict = i >= made ? Verdict.Skipped : i < failed ? Verdict.ProviderError : i % 4 == 0 ? Verdict.Failed : Verdict.Passed,
        }).ToList();
        var run = An.Run("alpha") with { PlannedAttempts = Planned };
        return new ReportInput(new RunResults { Run = run, Attempts = attempts, Summary = RunSummarizer.Summarize(run, attempts),
            ReadWithTexts = _ => attempts.ToAsyncEnumerable() });
    }
}
