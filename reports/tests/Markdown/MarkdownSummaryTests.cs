using Eval.Reports.Drift;
using Eval.Reports.Gates;
using Eval.Reports.Markdown;
using Eval.Reports.Tests.Html;

namespace Eval.Reports.Tests.Markdown;

public sealed class MarkdownSummaryTests
{
    [Fact]
    public void What_happened_comes_first_then_the_figures()
    {
        var text = MarkdownSummary.Create(SampleNights.Worse());

        Assert.Matches(@"^## night-\d\d\n\n\d alarms?, 2 of 3 gates failed\.\n\n- \*\*Alarm\*\* vendor/model-1: ", text);
        Assert.Contains("\n| vendor/model-2 | ", text, StringComparison.Ordinal);
        Assert.Contains("- **Gate failed** ttft\\_p90\\_ms&lt;=100 model=vendor/\\* certain, vendor/model-1: 312 ms", text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@all")]
    [InlineData("#12")]
    [InlineData("http://evil.example")]
    [InlineData("www.evil.example")]
    [InlineData("<b>")]
    [InlineData("[x](y)")]
    [InlineData("|a|")]
    [InlineData("\n## A heading")]
    [InlineData("\u202ereversed")]
    public void A_name_calls_nobody_and_is_no_markup(string evil)
    {
        var nights = SampleNights.Create(3, 1, evil: evil);
        var results = nights with
        {
            Drift = nights.Drift! with { Findings = [new DriftFinding("model" + evil, DriftKind.ServedModelChanged, "serves " + evil)] },
            Gates = [new GateResult(new Gate { Metric = "pass_at_1", Min = 1, Model = "*" + evil.Replace(' ', '?') }, "model" + evil, false,
                "seen " + evil)],
        };

        var text = MarkdownSummary.Create(results);

        Assert.DoesNotContain(evil, text, StringComparison.Ordinal);
    }
}
