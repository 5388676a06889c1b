using Eval.Datasets;
using Eval.Harness.Replies;
using Eval.Harness.Tests.Scoring;

namespace Eval.Harness.Tests.Replies;

/// <summary>One program of ours in every way in which models wrap code.</summary>
public sealed class ReplyFormsTests(ScorerFixture scorer) : IClassFixture<ScorerFixture>
{
    private const string Python = "import math\nfrom typing import List\n\n\ndef doubled(values: List[int]) -> List[int]:\n    "
        + "\"\"\"Doubles each value; it's <b>not</b> in place.\n\n    >>> doubled([1])\n    [2]\n    \"\"\"\n    def twice(value):\n       "
        + " return value * 2 if value < math.inf else value\n\n    return [twice(value) for value in values]\n";
    private const string CSharp = "using System.Linq;\n\npublic static class Global\n{\n    /// <summary>Doubles each value: <c>2 &lt; "
        + "3</c>.</summary>\n    public static int[] Doubled(int[] values) => values.Select(Twice).ToArray();\n\n    private static int "
        + "Twice(int value)\n    {\n        return value * 2;\n    }\n}\n";

    public static TheoryData<string> Ways => new(ReplyWays.All.Keys);

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_program_comes_out_as_it_went_in(string way)
    {
        foreach (var program in new[] { Program("python", "doubled", Python), Program("csharp", "Global.Doubled", CSharp) })
        {
            var scored = await scorer.ShapeAsync(program.Task, program.Code);

            var found = await scorer.ExtractAsync(program.Task, ReplyWays.All[way](program));

            Assert.Equal(AnswerRank.DeclaresEntryPoint, found.Rank);
            Assert.True(SameProgram.Is(found.Text, scored.Text, program), found.Text);
        }
    }

    [Theory]
    [InlineData("py3")]
    [InlineData("python3.11")]
    [InlineData("ipython")]
    [InlineData("pycon")]
    [InlineData("txt")]
    [InlineData("json")]
    [InlineData("bash")]
    [InlineData("Python")]
    [InlineData("{.python .numberLines}")]
    [InlineData("python title=\"a.py\"")]
    public async Task The_tag_of_a_fence_decides_nothing(string tag)
    {
        var program = Program("python", "doubled", Python);

        var found = await scorer.ExtractAsync(program.Task, $"Here:\n\n```{tag}\n{Python}```\n\nIt doubles.\n");

        Assert.Equal(Python.TrimEnd(), found.Code);
    }

    private static ReplyProgram Program(string language, string entryPoint, string code) => new(
        new FunctionTask
        {
            Id = "doubled",
            Dataset = "test",
            Language = language,
            Class = "completion",
            Prompt = "Double each value.",
            EntryPoint = entryPoint,
            Tests = new CallTests { Cases = [] },
        },
        code,
        IsRight: true);
}
