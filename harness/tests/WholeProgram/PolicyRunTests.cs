using System.Text.Json;
using Eval.Results.Records;
using Eval.Results.Storage;
using Eval.Routing.Policies;

namespace Eval.Harness.Tests.WholeProgram;

public sealed class PolicyRunTests : IDisposable
{
    private const string Cascade = """
        { "schema": 1, "name": "cheap-first", "policy": { "kind": "cascade", "stages": [
            { "policy": "sim/cheap", "verify": [{ "kind": "build" }, { "kind": "public_tests" }] }, { "policy": "sim/strong" }] } }
        """;

    private readonly EvalProcess _eval = new();

    public void Dispose() => _eval.Dispose();

    [Fact]
    public async Task A_policy_is_run_like_a_model_and_what_it_did_is_kept()
    {
        Write("cascade.json", Cascade);

        var result = await _eval.RunAsync("--models", "policy:cascade.json,sim/cheap", "--limit", "12");

        Assert.True(result.ExitCode == 0, result.Error);
        var (run, attempts) = await ReadAsync();
        var model = Assert.Single(run.Models, model => model.Name == "policy:cheap-first");
        Assert.Equal((RunModel.Policy, true), (model.Provider, model.IsSimulated));
        Assert.IsType<CascadePolicy>(PolicyFile.Parse(model.PolicyFollowed!.Definition.GetRawText(), "stored").Policy);
        Assert.Equal(["sim/cheap", "sim/strong"], model.PolicyFollowed.Models.Select(asked => asked.Name));
        var routed = attempts.Where(attempt => attempt.Key.Model == "policy:cheap-first").ToList();
        Assert.Equal(12, routed.Count);
        Assert.All(routed, attempt =>
        {
            var path = PolicyPath.Parse(attempt.Texts!.Calls)!;
            Assert.Equal(path.CostUsd, attempt.CostUsd);
            Assert.Equal("sim/cheap", path.Calls[0].Model);
            Assert.Single(path.Calls, call => call.IsServed);
            var isEscalated = path.Calls[0].IsAccepted == false;
            Assert.Equal(isEscalated ? "sim/strong" : "sim/cheap", path.Served);
            var latency = path.Calls.Sum(call => call.LatencyMs + (call.VerificationMs ?? 0));
            Assert.Equal(latency, attempt.Timing!.Total.TotalMilliseconds, 0.01);
        });
        Assert.Contains(routed, attempt => PolicyPath.Parse(attempt.Texts!.Calls)!.Calls.Count == 1);
        Assert.Contains("policy:cheap-first", result.Output);
    }

    [Fact]
    public async Task A_run_of_a_policy_that_has_changed_is_not_gone_on_with()
    {
        Write("p.json", Cascade);
        var first = await _eval.RunAsync("--models", "policy:p.json", "--limit", "2");
        Assert.True(first.ExitCode == 0, first.Error);
        Assert.Equal(0, (await _eval.RunAsync("--resume", "latest")).ExitCode);

        Write("p.json", Cascade.Replace("sim/strong", "sim/mid", StringComparison.Ordinal));
        var changed = await _eval.RunAsync("--resume", "latest");

        Assert.Equal(2, changed.ExitCode);
        Assert.Contains("is not the policy it was", changed.Error);
    }

    [Fact]
    public async Task A_plan_says_what_a_policy_may_cost_and_asks_nothing()
    {
        Write("p.json", Cascade);

        var result = await _eval.RunAsync("--models", "policy:p.json,sim/cheap,sim/strong", "--limit", "10", "--plan", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        var models = JsonDocument.Parse(result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1])
            .RootElement.GetProperty("models").EnumerateArray()
            .ToDictionary(model => model.GetProperty("model").GetString()!, model => model.GetProperty("cost_usd"));
        double Cost(string model, string end) => models[model].GetProperty(end).GetDouble();
        Assert.Equal(Cost("sim/cheap", "low"), Cost("policy:cheap-first", "low"), 1e-9);
        Assert.Equal(Cost("sim/cheap", "high") + Cost("sim/strong", "high"), Cost("policy:cheap-first", "high"), 1e-9);
    }

    [Fact]
    public async Task Replies_of_a_policy_are_replayed_with_what_it_did()
    {
        Write("p.json", Cascade);
        var recorded = await _eval.RunAsync("--models", "policy:p.json", "--limit", "3", "--record", "rec", "--out", "one");
        var replayed = await _eval.RunAsync("--models", "policy:p.json", "--limit", "3", "--replay", "rec");

        Assert.True(recorded.ExitCode == 0 && replayed.ExitCode == 0, recorded.Error + replayed.Error);
        Assert.All((await ReadAsync()).Attempts, attempt => Assert.NotNull(PolicyPath.Parse(attempt.Texts!.Calls)!.Served));
    }

    [Fact]
    public async Task A_service_that_will_see_prompts_and_answers_is_named_before_it_does()
    {
        Write("p.json", Cascade.Replace("""{ "kind": "build" }""", """{ "kind": "webhook", "url": "http://127.0.0.1:9/verify" }""",
            StringComparison.Ordinal));

        var result = await _eval.RunAsync("--models", "policy:p.json", "--limit", "1");

        Assert.Contains("policy:cheap-first: http://127.0.0.1:9/verify verifies answers, so it gets prompts and answers of this run.",
            result.Error);
    }

    [Theory]
    [InlineData("\"hidden_tests\"", "--limit", "the hidden tests, which do not exist in production")]
    [InlineData("\"existing_tests\"", "--limit", "none of the tasks has a repository")]
    [InlineData("\"public_tests\"", "--class", "is many calls in one working copy")]
    public async Task What_cannot_be_run_is_refused_before_a_cent_is_spent(string verifier, string option, string because)
    {
        Write("p.json", Cascade.Replace("\"build\"", verifier, StringComparison.Ordinal));

        var result = await _eval.RunAsync("--models", "policy:p.json", option, option == "--class" ? "issue-resolution" : "1");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(because, result.Error);
    }

    [Fact]
    public async Task A_file_that_is_no_policy_is_a_mistake_beside_the_others()
    {
        Write("p.json", "{ \"schema\": 1, \"policy\": { \"kind\": \"cascade\", \"stages\": [] } }");

        var result = await _eval.RunAsync("--models", "policy:p.json,policy:missing.json,sim/unheard-of");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("p.json, field policy.stages: write a list of at least 2", result.Error);
        Assert.Contains("missing.json: the policy cannot be read", result.Error);
        Assert.Contains("there is no such simulated model", result.Error);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_eval.Folder, name), text);

    private async Task<(Run Run, List<Attempt> Attempts)> ReadAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var store = await RunStore.OpenReadOnlyAsync(Path.Combine(_eval.Folder, "runs"), ct);
        var run = (await store.ListRunsAsync(ct))[0];
        return (run, await store.ReadAttemptsAsync(run.Id, withTexts: true, ct).ToListAsync(ct));
    }
}
