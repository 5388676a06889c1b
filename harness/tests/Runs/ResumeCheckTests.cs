using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Harness.Tests.Planning;
using Eval.Results.Records;

namespace Eval.Harness.Tests.Runs;

public sealed class ResumeCheckTests
{
    private readonly RunPlan _plan = APlan.Create(2, new RunOptions(), "m");

    [Fact]
    public void The_same_data_may_be_gone_on_with() => ResumeCheck.ThrowIfChanged(_plan.Run, _plan.Run.Datasets, _plan.Models);

    [Theory]
    [InlineData("mini", "other")]
    [InlineData("maxi", "hash")]
    public void Data_that_changed_or_are_gone_may_not(string name, string hash)
    {
        var exception = Assert.Throws<UsageException>(() =>
            ResumeCheck.ThrowIfChanged(_plan.Run, [new RunDataset(name, "mini.jsonl", hash, 2)], _plan.Models));

        Assert.Equal("The data set mini is not what it was when run tonight started; start a new run.", exception.Message);
    }
}
