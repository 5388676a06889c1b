namespace Eval.Datasets.Tests;

public sealed class TaskFilterTests
{
    private static readonly FunctionTask Task = new()
    {
        Id = "HumanEval/12",
        Dataset = "d",
        Language = "python",
        Class = "library-api",
        Prompt = "p",
        Tests = new CallTests { Cases = [] },
    };

    [Theory]
    [InlineData("HumanEval/12", true)]
    [InlineData("humaneval/1?", true)]
    [InlineData("*12", true)]
    [InlineData("*", true)]
    [InlineData("HumanEval/1", false)]
    [InlineData("12", false)]
    [InlineData("HumanEval/12?", false)]
    [InlineData(@"HumanEval\12", false)]
    public void An_id_matches_a_pattern_as_a_whole(string pattern, bool matches)
    {
        Assert.Equal(matches, new TaskFilter { Ids = ["nothing", pattern] }.Includes(Task));
    }

    [Fact]
    public void Classes_and_languages_must_both_match()
    {
        Assert.True(new TaskFilter().Includes(Task));
        Assert.True(new TaskFilter { Classes = ["completion", "Library-API"], Languages = ["PYTHON"] }.Includes(Task));
        Assert.False(new TaskFilter { Classes = ["completion"], Languages = ["python"] }.Includes(Task));
        Assert.False(new TaskFilter { Classes = ["library-api"], Languages = ["csharp"] }.Includes(Task));
    }

    [Theory]
    [InlineData(null, 5, 10)]
    [InlineData(0, 0, 0)]
    [InlineData(2, 2, 4)]
    [InlineData(99, 5, 10)]
    public async Task The_limit_counts_chosen_tasks_and_ends_the_reading(int? limit, int chosen, int read)
    {
        var readSoFar = 0;
        var tasks = Enumerable.Range(1, 10).Select(i => Task with { Id = $"t{i}", Language = i % 2 == 0 ? "python" : "csharp" })
            .ToAsyncEnumerable()
            .Select(task =>
            {
                readSoFar++;
                return (EvalTask)task;
            });

        var filter = new TaskFilter { Limit = limit, Languages = ["python"] };

        Assert.Equal(chosen, await filter.Apply(tasks, TestContext.Current.CancellationToken)
            .CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(read, readSoFar);
    }
}
