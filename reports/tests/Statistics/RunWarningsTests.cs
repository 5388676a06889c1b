using Eval.Reports.Records;
using Eval.Reports.Statistics;

namespace Eval.Reports.Tests.Statistics;

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
        Assert.Contains(With(2).Warnings, warning => warning.Contains("2 of 100"));
    }

    [Fact]
    public void Low_availability_is_told() =>
        AssertWarns("available for only 98.0 %", (i, a) => i < 2 ? a with { Verdict = Verdict.ProviderError } : a);

    [Fact]
    public void Cut_answers_are_told() =>
        AssertWarns("cut at the token limit", (i, a) => i < 3 ? a with { Verdict = Verdict.Truncated } : a);

    [Fact]
    public void Weak_isolation_is_told() => AssertWarns("isolation level 'process'", (_, a) => a with { Isolation = "process" });

    [Fact]
    public void Mixed_isolation_is_told() => AssertWarns("bubblewrap, container", (i, a) => i == 0 ? a with { Isolation = "container" } : a);

    [Fact]
    public void Estimated_tokens_are_told() => AssertWarns("1 of 100", (i, a) => i == 0 ? a with { Usage = a.Usage with { IsEstimated = true } } : a);

    [Fact]
    public void Suspect_tokens_are_told() => AssertWarns("contradict", (i, a) => i == 0 ? a with { Usage = a.Usage with { IsSuspect = true } } : a);

    [Fact]
    public void Answers_in_one_piece_are_told() =>
        AssertWarns("one piece", (i, a) => i == 0 ? a with { Timing = a.Timing! with { IsNotStreaming = true } } : a);

    [Fact]
    public void A_busy_machine_is_told() => AssertWarns("too busy", (i, a) => i == 0 ? a with { Timing = a.Timing! with { IsSaturated = true } } : a);

    [Fact]
    public void A_change_of_the_served_model_is_told() =>
        AssertWarns("alpha-2026, alpha-2027", (i, a) => i == 0 ? a with { ServedModel = "alpha-2027" } : a);

    [Fact]
    public void A_model_without_price_is_told_unless_it_is_simulated()
    {
        var run = Run() with { Models = [An.Model() with { Price = null }] };

        Assert.Contains(Summarize(run, (_, a) => a).Warnings, warning => warning.Contains("has no price"));
        Assert.Empty(Summarize(run with { Models = [run.Models[0] with { IsSimulated = true }] }, (_, a) => a).Warnings);
    }

    [Fact]
    public void An_unfinished_run_is_told()
    {
        Assert.Contains(Summarize(Run() with { PlannedAttempts = 150 }, (_, a) => a).Warnings, warning => warning.Contains("100 of 150"));
        Assert.Contains(Summarize(Run() with { EndedAt = null }, (_, a) => a).Warnings, warning => warning.Contains("not ended"));
        Assert.Contains(Warnings((i, a) => i == 0 ? a with { Verdict = Verdict.Skipped } : a), warning => warning.Contains("99 of 100"));
    }

    private static void AssertWarns(string part, Func<int, Attempt, Attempt> change) =>
        Assert.Contains(part, Assert.Single(Warnings(change)), StringComparison.Ordinal);

    private static IReadOnlyList<string> Warnings(Func<int, Attempt, Attempt> change) => Summarize(Run(), change).Warnings;

    private static Run Run() => An.Run() with { PlannedAttempts = Tasks };

    private static RunSummary Summarize(Run run, Func<int, Attempt, Attempt> change) =>
        RunSummarizer.Summarize(run, [.. Enumerable.Range(0, Tasks).Select(i => change(i, An.Attempt($"task-{i}")))]);
}
