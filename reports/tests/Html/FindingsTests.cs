using Eval.Reports.Html;
using Eval.Results.Records;

namespace Eval.Reports.Tests.Html;

public sealed class FindingsTests
{
    [Fact]
    public void Model_ahead_of_all_others_is_named() =>
        Assert.StartsWith("a passes most: 90.0% (", First(("a", 90), ("b", 10), ("c", 20)), StringComparison.Ordinal);

    [Fact]
    public void Overlapping_intervals_are_never_called_a_difference()
    {
        Assert.EndsWith("but is not significantly better than c on this "
            + "run.", First(("a", 90), ("b", 10), ("c", 88)), StringComparison.Ordinal);
        Assert.StartsWith("pass@1 shows no significant difference between the models on this "
            + "run", First(("a", 90), ("b", 91)), StringComparison.Ordinal);
    }

    [Fact]
    public void Single_model_is_only_described() =>
        Assert.Matches(@"^a passes 50\.0% \(\d\d\.\d–\d\d\.\d%\) of its answered attempts\.$", First(("a", 50)));

    [Fact]
    public void Run_without_an_answer_claims_nothing()
    {
        var attempt = An.Attempt(model: "a") with { Verdict = Verdict.ProviderError, Timing = null };

        var found = new ReportModel(SampleSummary.Results(An.Run("a"), [attempt]), detailsInFiles: false).Findings;

        Assert.Equal(["No attempt was answered: this run says nothing about quality."], found);
    }

    [Fact]
    public void Cost_is_compared_only_among_models_not_told_apart_in_quality()
    {
        var found = Create(("a", 90), ("b", 91), ("cheap", 5));

        Assert.Contains(found, sentence => sentence.StartsWith("Of the models without a significant difference in "
            + "quality, ", StringComparison.Ordinal));
        Assert.DoesNotContain(found, sentence => sentence.Contains("cheap costs", StringComparison.Ordinal));
    }

    private static string First(params (string Model, int Passed)[] models) => Create(models)[0];

    private static IReadOnlyList<string> Create(params (string Model, int Passed)[] models)
    {
        var attempts = models.SelectMany(m => Enumerable.Range(0, 100).Select(task =>
            An.Attempt($"t{task:d2}", m.Model) with { Verdict = task < m.Passed ? Verdict.Passed : Verdict.Failed }));
        var results = SampleSummary.Results(An.Run([.. models.Select(m => m.Model)]), [.. attempts]);
        return new ReportModel(results, detailsInFiles: false).Findings;
    }
}
