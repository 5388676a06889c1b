using Eval.Harness.Tests.Agents;
using Eval.Harness.Tests.Issues;

namespace Eval.Harness.Tests.WholeProgram;

/// <summary>Models and endpoints as they are: what becomes of an attempt, whose doing it is said to be, and what is left behind.</summary>
[Trait("Needs", "docker")]
public sealed class AgentCatalogueTests : IDisposable
{
    private readonly EvalProcess _eval = new();

    public void Dispose() => _eval.Dispose();

    [Fact]
    public async Task Scripted_agents_end_as_they_must_and_leave_no_container()
    {
        GradingFolder.NeedEngine();
        var run = new CatalogueRun(_eval.Folder, async arguments =>
        {
            var result = await _eval.RunAsync([.. arguments]);
            return (result.ExitCode, result.Error);
        });

        var rows = await run.RunAsync([.. AgentCatalogue.Quick], TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(AgentTable.Write(rows));
        Assert.True(rows.All(row => row.IsAsExpected), AgentTable.Write(rows.Where(row => !row.IsAsExpected)));
    }

    [Fact]
    public void The_catalogue_is_large_and_each_of_its_names_is_one_agents()
    {
        Assert.Equal(25, AgentCatalogue.Quick.Count());
        Assert.True(AgentCatalogue.All.Count >= 100, $"{AgentCatalogue.All.Count} agents");
        Assert.DoesNotContain(AgentCatalogue.All.CountBy(agent => agent.Name), name => name.Value > 1);
        Assert.All(AgentCatalogue.Quick, agent => Assert.Equal("", agent.Options));
    }
}
