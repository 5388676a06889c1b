using Eval.Results;
using Eval.Results.Records;

namespace Eval.Reports.Tests.Results;

public sealed class RunWarningsTests
{
    private const int Tasks = 100;

    [Fact]
    public void A_clean_run_has_no_warning() => Assert.Empty(Warnings((_, attempt) => attempt));

    [Fact]
    public void More_than_one_percent_sandbox_errors_make_the_run_invalid()
    {
        RunSummary With(int errors) => Summarize(Run(), (i, a) => i < errors ? a with { Verdict = Verdict.SandboxError } : a);

        Assert.False(With(1).IsInvalid);
        Assert.True(With(2).IsInvalid);
        Assert.Contains("The run is invalid: 2 of 100 attempts ended in sandbox errors, more than 1 %.", With(2).Warnings);
    }

    [Fact]
    public void Low_availability_is_told()
    {
        AssertWarns("alpha was available for only 98.0% of 100 calls; see the strict rate too.",
            (i, a) => i < 2 ? a with { Verdict = Verdict.ProviderError } : a);
        Assert.Empty(Warnings((i, a) => i < 1 ? a with { Verdict = Verdict.ProviderError } : a));
    }

    [Fact]
    public void Cut_answers_are_told()
    {
        AssertWarns("alpha: 3.0% of the answers were cut at the token limit; raise --max-tokens.",
            (i, a) => i < 3 ? a with { Verdict = Verdict.Truncated } : a);
        Assert.Empty(Warnings((i, a) => i < 2 ? a with { Verdict = Verdict.Truncated } : a));
    }

    [Fact]
    public void Weak_isolation_is_told() => AssertWarns(
        "Some answers were scored at isolation level 'process', which contains accidents but not malice; their verdicts can be forged.",
        (_, a) => a with { Isolation = "process" });

    [Fact]
    public void Mixed_isolation_is_told() => AssertWarns(
        "The answers were scored at different isolation levels (bubblewrap, container); compare their times with care.",
        (i, a) => i == 0 ? a with { Isolation = "container" } : a);

    [Fact]
    public void Passes_that_could_be_forged_are_told() => AssertWarns(
        "2 of 100 passes were decided inside the answer's own process, where tests without canaries can be forged; attempts.csv names them "
            + "(verdict_origin).",
        (i, a) => i < 2 ? a with { VerdictOrigin = VerdictOrigin.Inside } : i < 4
            ? a with { VerdictOrigin = VerdictOrigin.Canary(0.001) } : a);

    [Fact]
    public void Conversations_that_an_endpoint_refused_to_go_on_with_are_told() => AssertWarns(
        "alpha: 3 of 100 attempts ended because its endpoint refused to go on with the conversation (finish_reason request_rejected); "
        + "what had changed by then was graded, and the last step of each says why.",
        (i, a) => i < 3 ? a with { FinishReason = "request_rejected" } : a);

    [Fact]
    public void Estimated_tokens_are_told() => AssertWarns(
        "alpha: tokens of 1 of 100 attempts are our estimate, because the endpoint reported none.",
        (i, a) => i == 0 ? a with { Usage = a.Usage with { IsEstimated = true } } : a);

    [Fact]
    public void Suspect_tokens_are_told() => AssertWarns(
        "alpha: the token counts of 1 of 100 attempts contradict each other.",
        (i, a) => i == 0 ? a with { Usage = a.Usage with { IsSuspect = true } } : a);

    [Fact]
    public void A_reply_whose_pieces_came_together_came_in_one_piece() => AssertWarns(
        "alpha: 1 of 100 answers came in one piece instead of streaming; they are left out of the time to first token.",
        (i, a) => i == 0 ? a with { Timing = An.Timing(200, 210.5) } : a);

    [Theory]
    [InlineData(1.04, false)]
    [InlineData(0.96, false)]
    [InlineData(1.06, true)]
    [InlineData(0.94, true)]
    [InlineData(0.0, true)]
    public void A_bill_that_differs_from_our_price_by_more_than_five_percent_is_told(double share, bool isTold)
    {
        var ours = An.Model().Price!.CostUsd(An.Usage())!.Value;
        var warnings = Warnings((i, a) => i < 50 ? a with { Usage = a.Usage with { ProviderReportedCostUsd = ours * (decimal)share } } : a);

        Assert.Equal(isTold ? 1 : 0, warnings.Count);
        Assert.All(warnings, warning => Assert.StartsWith("alpha: the endpoint says it bills ", warning, StringComparison.Ordinal));
    }

    [Fact]
    public void Costs_that_are_the_endpoints_bill_are_told()
    {
        var run = Run() with { Models = [An.Model() with { Price = null }] };

        Assert.Equal(
            ["alpha has no price here; its costs are what its endpoint says it bills."],
            Summarize(run, (_, a) => a with { Usage = a.Usage with { ProviderReportedCostUsd = 0.1m }, CostUsd = 0.1m }).Warnings);
    }

    [Fact]
    public void Answers_in_one_piece_are_told() => AssertWarns(
        "alpha: 1 of 100 answers came in one piece instead of streaming; they are left out of the time to first token.",
        (i, a) => i == 0 ? a with { Timing = a.Timing! with { IsNotStreaming = true } } : a);

    [Fact]
    public void A_busy_machine_is_told() => AssertWarns(
        "2 of 100 calls were sent, began to answer or ended at a moment when this machine was too busy to take the time (alpha 2); they "
            + "are left out of all times. Fewer --max-connections or --max-sandboxes help.",
        (i, a) => i < 2 ? a with { Timing = a.Timing! with { IsSaturated = true } } : a);

    [Fact]
    public void A_change_of_the_served_model_is_told() =>
        AssertWarns("alpha was served by different models: alpha-2026, alpha-2027.",
            (i, a) => i == 0 ? a with { ServedModel = "alpha-2027" } : a);

    [Theory]
    [InlineData(0.0, true)]
    [InlineData(0.7, false)]
    [InlineData(null, false)]
    public void Several_samples_at_temperature_0_are_told(double? temperature, bool isTold)
    {
        var run = Run() with { Samples = 2, Models = [An.Model() with { Parameters = new ModelParameters { Temperature = temperature } }] };
        var attempts = Enumerable.Range(0, Tasks).Select(i => An.Attempt($"task-{i / 2}", sample: i % 2)).ToList();

        Assert.Equal(isTold ? ["alpha: pass@2 at temperature 0 says little, because the samples hardly differ."] : [],
            RunSummarizer.Summarize(run, attempts).Warnings);
    }

    [Fact]
    public void Tasks_with_too_few_answers_are_counted_and_three_of_them_named()
    {
        var run = Run() with { Samples = 2, Models = [An.Model() with { Parameters = ModelParameters.None }] };
        var attempts = Enumerable.Range(0, Tasks)
            .Select(i => An.Attempt($"task-{i / 2:d2}",
                sample: i % 2) with { Verdict = i % 10 == 0 ? Verdict.SandboxError : Verdict.Passed }).ToList();

        Assert.Contains(
            "alpha: pass@2 is not defined, because tasks have fewer answers: 10 in all, for instance task-00, task-05, task-10.",
            RunSummarizer.Summarize(run, attempts).Warnings);
    }

    [Fact]
    public void A_model_without_price_is_told_unless_it_is_simulated()
    {
        var run = Run() with { Models = [An.Model() with { Price = null }] };

        Assert.Equal(["alpha has no price and is left out of every cost figure."], Summarize(run, (_, a) => a).Warnings);
        Assert.Empty(Summarize(run with { Models = [run.Models[0] with { IsSimulated = true }] }, (_, a) => a).Warnings);
    }

    [Fact]
    public void An_unfinished_run_is_told()
    {
        Assert.Equal(["The run is not finished: 100 of 150 planned attempts are there."],
            Summarize(Run() with { PlannedAttempts = 150 }, (_, a) => a).Warnings);
        Assert.Equal(["The run has not ended: it is still going on or was cut off."],
            Summarize(Run() with { EndedAt = null }, (_, a) => a).Warnings);
        AssertWarns("The run is not finished: 99 of 100 planned attempts are there.",
            (i, a) => i == 0 ? a with { Verdict = Verdict.Skipped } : a);
    }

    private static void AssertWarns(string sentence, Func<int, Attempt, Attempt> change) => Assert.Equal([sentence], Warnings(change));

    private static IReadOnlyList<string> Warnings(Func<int, Attempt, Attempt> change) => Summarize(Run(), change).Warnings;

    private static Run Run() => An.Run() with { PlannedAttempts = Tasks };

    private static RunSummary Summarize(Run run, Func<int, Attempt, Attempt> change) =>
        RunSummarizer.Summarize(run, [.. Enumerable.Range(0, Tasks).Select(i => change(i, An.Attempt($"task-{i}")))]);
}
