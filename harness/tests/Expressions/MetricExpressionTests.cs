using Eval.Harness.Expressions;
using Eval.Results.Records;

namespace Eval.Harness.Tests.Expressions;

public sealed class MetricExpressionTests
{
    private static readonly Attempt Some = new()
    {
        RunId = "r",
        Key = new AttemptKey("d", "t", "m", 0),
        Class = "completion",
        Language = "csharp",
        Provider = "p",
        Verdict = Verdict.Passed,
        Texts = new AttemptTexts { Code = "a\nb\nc" },
    };

    [Fact]
    public async Task An_expression_sees_the_attempt()
    {
        Assert.Equal(3, await MetricExpression.Compile("lines", "Code.Split('\\n').Length").EvaluateAsync(Some));
    }

    [Fact]
    public async Task An_expression_that_throws_has_no_value()
    {
        Assert.Null(await MetricExpression.Compile("bad", "Code.Split('x')[7].Length").EvaluateAsync(Some));
    }

    [Fact]
    public void A_mistake_names_the_field()
    {
        var mistake = Assert.Throws<FormatException>(() => MetricExpression.Compile("lines", "Cod.Length"));

        Assert.StartsWith("field 'metrics.lines': the expression does not compile: The name 'Cod'", mistake.Message,
            StringComparison.Ordinal);
    }
}
