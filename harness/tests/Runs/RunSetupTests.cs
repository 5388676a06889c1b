using System.Net.Sockets;
using Eval.Harness.Console;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Harness.Tests.Runs;

public sealed class RunSetupTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eval-setup");
    private readonly StringWriter _said = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Out => Path.Combine(_folder.FullName, "runs");

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _said.Dispose();
    }

    [Fact]
    public async Task All_mistakes_are_told_at_once_whoever_found_them_and_nothing_is_written()
    {
        var config = Write("eval.json", """{ "metrics": { "odd": "no such thing" } }""");
        var data = Write("broken.jsonl", "{ \"id\": 1 }\n");
        var options = new RunOptions { Models = ["sim/strong", "nobody"], Datasets = [data, "sets/none.jsonl"], Config = config, Out = Out };

        var exception = await Assert.ThrowsAsync<UsageException>(() => PrepareAsync(options, ["a mistake of the command line"]));

        foreach (var part in new[] { "a mistake of the command line", "metrics.odd", "broken.jsonl", "sets/none.jsonl", "nobody" })
        {
            Assert.Contains(exception.Mistakes, mistake => mistake.Contains(part, StringComparison.Ordinal));
        }

        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public async Task Output_that_cannot_be_kept_is_told_with_the_mistakes_or_alone()
    {
        var file = Write("file", "");
        var options = new RunOptions { Models = ["sim/strong"], Datasets = ["csharp"], Limit = 1, Out = Path.Combine(file, "runs") };

        var alone = await Assert.ThrowsAsync<OutputException>(() => PrepareAsync(options, []));
        var together = await Assert.ThrowsAsync<UsageException>(() => PrepareAsync(options, ["first"]));

        Assert.Contains("nothing can be written there", Assert.Single(alone.Reasons), StringComparison.Ordinal);
        Assert.Equal(["first", alone.Reasons[0]], together.Mistakes);
    }

    [Fact]
    public async Task What_gates_name_is_looked_for_only_where_nothing_else_is_wrong()
    {
        var options = new RunOptions
        {
            Models = ["sim/strong"], Datasets = ["csharp"], Limit = 1, Out = Out, Gates = ["pass_at_1>=0.5 model=nobody"],
        };

        var exception = await Assert.ThrowsAsync<UsageException>(() => PrepareAsync(options, []));
        var other = await Assert.ThrowsAsync<UsageException>(() => PrepareAsync(options with { Datasets = ["sets/none.jsonl"] }, []));

        Assert.Contains("the run has no model nobody", Assert.Single(exception.Mistakes), StringComparison.Ordinal);
        Assert.DoesNotContain(other.Mistakes, mistake => mistake.Contains("nobody", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_that_is_ready_has_a_whole_plan_and_what_was_opened_closes_with_it()
    {
        var options = new RunOptions { Models = ["sim/strong", "sim/cheap"], Datasets = ["csharp"], Limit = 2, Samples = 3, Out = Out,
            BudgetUsd = 1, MaxSandboxes = 1 };
        var prepared = await PrepareAsync(options, []);
        var address = Assert.IsAssignableFrom<HttpSource>(prepared.Plan.Models[0].Source).Endpoint.BaseUrl;
        await ConnectAsync(address);

        Assert.Equal((2, 2, 3, 12),
            (prepared.Plan.Tasks.Count, prepared.Plan.Models.Count, prepared.Plan.Run.Samples, prepared.Plan.Run.PlannedAttempts));
        Assert.Equal((12, 6), (prepared.CountAttempts(prepared.Plan), prepared.CountAttempts(prepared.Plan, "sim/cheap")));
        Assert.Equal((1m, 1, true), (prepared.Options.Limits.BudgetUsd, prepared.Options.Limits.MaxSandboxes, prepared.Options.ChecksTasks));
        Assert.False(RunStore.Exists(Out));

        await prepared.DisposeAsync();
        await prepared.DisposeAsync();
        await Assert.ThrowsAnyAsync<SocketException>(() => ConnectAsync(address));
    }

    [Fact]
    public async Task A_run_that_is_gone_on_with_keeps_its_name_and_may_have_another_budget()
    {
        var options = new RunOptions { Models = ["sim/strong"], Datasets = ["csharp"], Limit = 1, Out = Out, DryRun = true, BudgetUsd = 1 };
        Run run;
        await using (var first = await PrepareAsync(options, []))
        {
            run = first.Plan.Run with { StoppedBy = RunStop.Budget };
        }

        await using var second = await new RunSetup(options with { BudgetUsd = 2 }, run, Terminal(), TimeProvider.System)
            .PrepareAsync([], Ct);

        Assert.Equal((run.Id, null, StoredOptions.WithBudget(run.Settings, 2)),
            (second.Plan.Run.Id, second.Plan.Run.StoppedBy, second.Plan.Run.Settings));
        await Assert.ThrowsAsync<UsageException>(() => new RunSetup(options,
            run with { Datasets = [run.Datasets[0] with { Hash = "other" }] }, Terminal(), TimeProvider.System).PrepareAsync([], Ct));
    }

    private static async Task ConnectAsync(Uri address)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, Ct);
    }

    private Terminal Terminal() => new(_said, _said, isInteractive: false, useColor: false);

    private Task<PreparedRun> PrepareAsync(RunOptions options, List<string> mistakes) =>
        new RunSetup(options, null, Terminal(), TimeProvider.System).PrepareAsync(mistakes, Ct);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
