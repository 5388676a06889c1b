using Eval.Datasets;
using Eval.Harness.Scoring;

namespace Eval.Harness.Tests.Scoring;

public sealed class NestingTests
{
    private const int Deep = 20_000;

    [Theory]
    [InlineData("(", ")")]
    [InlineData("{", "}")]
    [InlineData("F([", "])")]
    [InlineData("List<", ">")]
    public void Code_that_would_overflow_the_stack_is_refused_with_its_line(string open, string close)
    {
        var code = "// one\n" + string.Concat(Enumerable.Repeat(open, Deep)) + "1" + string.Concat(Enumerable.Repeat(close, Deep)) + ";";

        Assert.Equal(2, Nesting.FirstLineBeyondLimit(code));
    }

    [Fact]
    public void Long_code_and_brackets_in_texts_are_no_nesting()
    {
        var sum = string.Join('+', Enumerable.Repeat("F(1)", Deep));
        var comparisons = string.Concat(Enumerable.Repeat("if (a < b) { } x = c < d; ", Deep));

        Assert.Null(Nesting.FirstLineBeyondLimit($"{sum}; {comparisons} Assert.Equal(\"{new string('(', Deep)}\", F('{{'));"));
    }

    [Theory]
    [InlineData("Assert.Equal(1, 1);", "int F() => ", "line 1 of its reference solution: more than 500 brackets")]
    [InlineData("Assert.Equal(1, ", null, "line 1 of its test program: more than 500 brackets")]
    public void A_task_with_such_code_is_a_mistake_of_its_data_set(string tests, string? reference, string sentence)
    {
        var deep = new string('(', Deep) + "1" + new string(')', Deep) + ";";
        var task = new FunctionTask
        {
            Dataset = "mine",
            Id = "mine/1",
            Language = "csharp",
            Prompt = "Write F.",
            Class = "completion",
            ReferenceSolution = reference is null ? null : reference + deep,
            Tests = new ProgramTests { Code = reference is null ? tests + deep : tests, Style = ProgramTestStyle.Statements },
        };

        Assert.StartsWith($"data set mine, task mine/1, {sentence}", TestPrograms.Mistake(task), StringComparison.Ordinal);
    }
}
