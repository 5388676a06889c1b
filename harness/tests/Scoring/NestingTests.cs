using Eval.Datasets;
using Eval.Harness.Scoring;
using Eval.Sandboxes.Compiler.Answers;

namespace Eval.Harness.Tests.Scoring;

public sealed class NestingTests
{
    private const int Deep = 20_000;

    [Theory]
    [InlineData("(", ")")]
    [InlineData("{", "}")]
    [InlineData("F([", "])")]
    [InlineData("List<", ">")]
    [InlineData("Dictionary<string, ", ">")]
    [InlineData("global::A.B?, C<", ">")]
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

        var bounds = string.Join(", ", Enumerable.Range(0, Deep).Select(i => $"< {i} => {i}"));

        Assert.Null(Nesting.FirstLineBeyondLimit($"y = x switch {{ {bounds} }};"));
        Assert.Null(Nesting.FirstLineBeyondLimit($"{sum}; {comparisons} Assert.Equal(\"{new string('(', Deep)}\", F('{{'));"));
    }

    [Fact]
    public void A_deep_reference_is_a_mistake_of_the_data_set()
    {
        var task = Task(Statements("Assert.Equal(1, 1);")) with { ReferenceSolution = $"class Solution {{ int F() => {Parentheses}; }}" };

        AssertMistake(task, ", line 1 of its reference solution: more than 500 brackets");
    }

    [Fact]
    public void A_deep_test_program_is_a_mistake_of_the_data_set() =>
        AssertMistake(Task(Statements($"Assert.Equal(1, {Parentheses});")), ", line 1 of its test program: more than 500 brackets");

    [Fact]
    public void A_test_program_deep_without_brackets_is_a_mistake_of_the_data_set() =>
        AssertMistake(Task(Statements($"var x = {string.Join('+', Enumerable.Repeat("1", 5 * Deep))}; Assert.Equal(1, x);")),
            ": its test program holds");

    [Fact]
    public void A_deep_test_call_is_a_mistake_of_the_data_set() =>
        AssertMistake(Task(new CallTests { Cases = [new CallTest { Call = "F(1)" }, new CallTest { Call = Parentheses }] }),
            ", line 2 of its list of test calls: more than 500 brackets");

    private static string Parentheses => new string('(', Deep) + "1" + new string(')', Deep);

    private static void AssertMistake(FunctionTask task, string sentence) =>
        Assert.StartsWith($"data set mine, task mine/1{sentence}", TestPrograms.Mistake(task), StringComparison.Ordinal);

    private static ProgramTests Statements(string code) => new() { Code = code, Style = ProgramTestStyle.Statements };

    private static FunctionTask Task(TestSuite tests) =>
        new() { Dataset = "mine", Id = "mine/1", Language = "csharp", Class = "completion", Prompt = "Write F.", Tests = tests };
}
