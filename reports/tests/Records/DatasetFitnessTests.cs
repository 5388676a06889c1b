using Eval.Results.Records;

namespace Eval.Reports.Tests.Records;

public sealed class DatasetFitnessTests
{
    [Theory]
    [InlineData(2, 38, false, "mini: 2 of 40 tasks (5.0 %) are set aside and count for no model.")]
    [InlineData(3, 38, true, "UNFIT DATA SET mini: 3 of 41 tasks (7.3 %) are set aside and count for no model.")]
    [InlineData(1, 163, false, "mini: 1 of 164 tasks (0.6 %) is set aside and counts for no model.")]
    public void More_than_five_percent_is_said_first(int setAside, int asked, bool isUnfit, string sentence)
    {
        var run = An.Run() with
        {
            Datasets = [new RunDataset("mini", "mini.jsonl", "a", asked), new RunDataset("other", "other.jsonl", "b", 5)],
            SetAside = [.. Enumerable.Range(0, setAside)
                .Select(number => new RunSetAsideTask("mini", $"t{number}", "no reference passes"))],
        };

        var fitness = Assert.Single(DatasetFitness.From(run));

        Assert.Equal((isUnfit, sentence), (fitness.IsUnfit, fitness.Sentence));
    }
}
