using Eval.Reports.Comparisons;
using Eval.Results.Records;

namespace Eval.Reports.Tests.Comparisons;

public sealed class PairedHistoryTests
{
    [Fact]
    public void The_discordance_of_single_answers_is_the_share_of_tasks_that_differ()
    {
        var history = PairedHistory.From(Side("a", 10, _ => [true]), Side("b", 10, task => [task < 6]))!;

        Assert.Equal((10, 0.4), (history.Tasks, history.Discordance.Value));
        Assert.Null(history.Between);
        Assert.Null(history.Within);
    }

    [Fact]
    public void Repeated_answers_tell_chance_within_a_task_from_what_differs_between_tasks()
    {
        // Every task passes once out of two: variance 0.5 within, none between.
        var history = PairedHistory.From(Side("a", 10, _ => [true, false]), Side("b", 10, _ => [true, true]))!;

        Assert.Equal((0.5, 0.0, 0.5), (history.Discordance.Value, history.Between, history.Within));
    }

    [Fact]
    public void Fewer_common_tasks_than_a_comparison_needs_say_nothing() =>
        Assert.Null(PairedHistory.From(Side("a", 9, _ => [true]), Side("b", 12, _ => [false])));

    private static ComparedSide Side(string model, int tasks, Func<int, bool[]> passes) => new(
        model,
        [.. Enumerable.Range(0, tasks).SelectMany(task => passes(task).Select((passed, sample) =>
            An.Attempt($"task-{task:00}", model, sample) with { Verdict = passed ? Verdict.Passed : Verdict.Failed }))]);
}
