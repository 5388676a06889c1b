using System.Globalization;
using Eval.Reports.Routing.Policies;

namespace Eval.Harness.Tests.WholeProgram;

public sealed class RouteTests : IDisposable
{
    private readonly EvalProcess _eval = new();

    public void Dispose() => _eval.Dispose();

    [Fact]
    public async Task A_table_gives_a_recommendation_files_and_gateway_configurations()
    {
        // The cheap model is right wherever the dear one is.
        Write(240, (task, _) => task % 5 > 0, (_, model) => model == "dear" ? 0.05 : 0.001);

        var result = await _eval.RunAsync("route", "--table", "outcomes.csv", "--baseline-model", "dear", "--export", "json,complexity-map", "--to", "policy");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.StartsWith("Send everything to cheap: saves 98.0%", result.Output);
        Assert.Contains("cheap instead of dear saves 98.0%", result.Output);
        var policy = PolicyFile.Read(Path.Combine(_eval.Folder, "policy", "routing.json"));
        Assert.Equal(("cheap", "dear", PolicyVerdict.NonInferior), (policy.Policy.ToString(), policy.Baseline, policy.Verdict));
        Assert.True(File.Exists(Path.Combine(_eval.Folder, "policy", "routing.csv")));
        Assert.True(File.Exists(Path.Combine(_eval.Folder, "policy", "policy.json")));
    }

    [Fact]
    public async Task A_run_has_its_routing_and_what_route_finds_can_be_run()
    {
        Assert.Equal(0, (await _eval.RunAsync("--models", "sim/strong,sim/cheap", "--limit", "12", "--quiet")).ExitCode);
        var routing = Path.Combine(_eval.RunFolder, "routing.json");
        Assert.True(File.Exists(routing));

        var route = await _eval.RunAsync("route", "latest", "--baseline-model", "sim/strong", "--format", "json");
        var run = await _eval.RunAsync("--models", $"policy:{routing}", "--limit", "4");

        Assert.Equal("sim/strong", PolicyFile.Parse(route.Output, "printed").Baseline);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("policy:recommended", run.Output);
    }

    [Fact]
    public async Task A_format_that_cannot_express_the_policy_says_why_and_the_others_are_written()
    {
        Write(120, (task, _) => task % 5 > 0, (_, model) => model == "dear" ? 0.05 : 0.001);

        var result = await _eval.RunAsync("route", "--table", "outcomes.csv", "--baseline-model", "dear", "--export", "routellm", "json", "--to", ".");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--export routellm: RouteLLM chooses between two models", result.Error);
        Assert.True(File.Exists(Path.Combine(_eval.Folder, "policy.json")));
    }

    [Theory]
    [InlineData("--baseline-model gpt-9", "There is no model gpt-9 in these results to take as the baseline; there are cheap, dear.")]
    [InlineData("--margin 2", "--margin 2: write a rate from 0 to 0.5, for instance 0.02 for two percentage points.")]
    [InlineData("--export tar", "--export tar: choose litellm, portkey, routellm, csharp, json, complexity-map.")]
    [InlineData("--assume-verifier 0.1", "--assume-verifier 0.1: write two rates from 0 to 1")]
    [InlineData("--assume-verifier 0.1,0.05", "--assume-verifier needs --verifier-url")]
    [InlineData("--verifier-url verify", "--verifier-url verify: write the whole address")]
    [InlineData("--policy nobody --export json", "--policy nobody: there is no such row; there are recommended, cheap, dear, best single")]
    [InlineData("--min-providers 3", "--min-providers 3: write 1 or 2.")]
    public async Task Mistakes_are_one_sentence(string options, string message)
    {
        Write(60, (task, _) => task % 2 == 0, (_, _) => 0.01);

        var result = await _eval.RunAsync(["route", "--table", "outcomes.csv", .. options.Split(' ')]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error);
        Assert.DoesNotContain("   at ", result.Error);
    }

    [Fact]
    public async Task Without_costs_there_is_nothing_to_weigh()
    {
        await File.WriteAllTextAsync(Path.Combine(_eval.Folder, "outcomes.csv"), "task_id,model,passed\na,cheap,1\na,dear,1\n", TestContext.Current.CancellationToken);

        var result = await _eval.RunAsync("route", "--table", "outcomes.csv");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("No model's cost is known; give prices in eval.json (or a column cost_usd)", result.Error);
    }

    private void Write(int tasks, Func<int, string, bool> passed, Func<int, string, double> cost) => File.WriteAllLines(
        Path.Combine(_eval.Folder, "outcomes.csv"),
        [
            "task_id,model,passed,cost_usd,class",
            .. from task in Enumerable.Range(0, tasks)
               from model in new[] { "cheap", "dear" }
               select string.Create(CultureInfo.InvariantCulture, $"task-{task:000},{model},{(passed(task, model) ? 1 : 0)},{cost(task, model)},completion"),
        ]);
}
