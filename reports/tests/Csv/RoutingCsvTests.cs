using Eval.Reports.Csv;
using Eval.Reports.Json;
using Eval.Reports.Tests.Html;
using Eval.Reports.Tests.Storage;
using Eval.Results.Records;
using Eval.Routing;
using Eval.Routing.Policies;
using Eval.Routing.Search;

namespace Eval.Reports.Tests.Csv;

public sealed class RoutingCsvTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_policy_considered_has_a_row_and_one_is_recommended()
    {
        var results = SampleRuns.Many(3, 80);
        results = results with { Routing = await RoutingAnalysis.TryAsync(results, new RoutingOptions(),
            TestContext.Current.CancellationToken) };

        await new RoutingCsv().WriteAsync(results, new DirectoryInfo(_folder.Path), TestContext.Current.CancellationToken);
        await new RoutingJson().WriteAsync(results, new DirectoryInfo(_folder.Path), TestContext.Current.CancellationToken);

        var lines = await File.ReadAllLinesAsync(Path.Combine(_folder.Path, "routing.csv"), TestContext.Current.CancellationToken);
        Assert.StartsWith("policy,name,role,family,models,quality,quality_low,quality_high,cost_per_task_usd,", lines[0],
            StringComparison.Ordinal);
        Assert.Equal(1 + results.Routing!.Rows.Count + results.Routing.Considered.Count, lines.Length);
        Assert.Single(lines, line => line.EndsWith(",true", StringComparison.Ordinal));
        var policy = PolicyFile.Read(Path.Combine(_folder.Path, "routing.json"));
        Assert.Equal(results.Routing.Recommended.Policy.ToString(), policy.Policy.ToString());
        Assert.Equal((results.Run.Id, 80), (policy.EvaluatedOn!.Runs.Single(), policy.EvaluatedOn.Tasks));
        Assert.All(policy.Policy.Models, model => Assert.Contains(model, policy.Models.Keys));
    }

    [Fact]
    public async Task One_model_alone_has_nothing_to_choose_from() =>
        Assert.Null(await RoutingAnalysis.TryAsync(SampleRuns.Many(1, 60), new RoutingOptions(), TestContext.Current.CancellationToken));

    [Fact]
    public async Task A_large_run_has_its_routing_too()
    {
        // Without times, which would be most of the work.
        var attempts = Enumerable.Range(0, 40_000)
            .Select(number => An.Attempt($"task-{number / 2000:00}", number % 2 == 0 ? "alpha" : "beta", number / 2 % 1000) with
        {
            Timing = null,
            Verdict = number % 7 == 0 ? Verdict.Failed : Verdict.Passed,
            CostUsd = 1 + (number % 2),
        });

        var routing = await RoutingAnalysis.TryAsync(SampleSummary.Results(An.Run("alpha", "beta"), [.. attempts]), new RoutingOptions(),
            TestContext.Current.CancellationToken);

        Assert.Equal((20, "alpha"), (routing!.Table.Tasks.Count, routing.CheapestSingle));
    }
}
