using System.Text.Json;
using Eval.Datasets;
using Eval.Harness.CommandLine;
using Eval.Harness.Console;
using Eval.Harness.Models;
using Eval.Harness.Prompts;
using Eval.Harness.Simulation;
using Eval.Harness.Tests.Issues;
using Eval.Results.Storage;

namespace Eval.Harness.Tests.WholeProgram;

/// <summary>Nights as they come: quiet ones and bad ones.</summary>
public sealed class NightlyAlarmTests : IDisposable
{
    private const int Tasks = 12;
    private readonly EvalProcess _eval = new();

    private string TasksFile => Path.Combine(_eval.Folder, "tasks.jsonl");

    public void Dispose() => _eval.Dispose();

    [Fact]
    public async Task Alarms_come_on_the_nights_with_a_regression_and_an_outage_and_on_no_other()
    {
        GradingFolder.NeedEngine();
        await File.WriteAllLinesAsync(TasksFile, Enumerable.Range(1, Tasks).Select(Task), TestContext.Current.CancellationToken);
        var nights = new List<(string Name, int Code, string[] Said)>();
        await using var webhook = await WebhookReceiver.StartAsync();
        Environment.SetEnvironmentVariable("EVAL_TEST_WEBHOOK", webhook.Address);
        var quiet = new Dictionary<string, SimulatedIncident>();
        var week = new (string Name, Dictionary<string, SimulatedIncident> Incidents)[]
        {
            ("quiet", quiet), ("quiet", quiet), ("quiet", quiet), ("quiet", quiet), ("quiet", quiet),
            ("outage", new() { ["cheap"] = new SimulatedIncident { Failing = 0.6 } }),
            ("price", quiet),
            ("regression", new() { ["strong"] = new SimulatedIncident { Worse = 0.6 } }),
            ("quiet", quiet),
        };
        var price = 0.6m;
        for (var night = 0; night < week.Length; night++)
        {
            price = week[night].Name == "price" ? 0.3m : price;
            await using var server = await ServerAsync((ulong)night + 100, week[night].Incidents);
            await WriteConfigAsync(server.BaseUrl, price);
            var (code, output) = await NightAsync(night);
            nights.Add((week[night].Name, code,
                output.Split('\n').Where(line => line.StartsWith("ALARM", StringComparison.Ordinal)
                || line.StartsWith("gate FAILED", StringComparison.Ordinal) || line.Contains("price", StringComparison.Ordinal))
                    .ToArray()));
            TestContext.Current.SendDiagnosticMessage($"night {night} ({week[night].Name}): {code}\n{output}");
        }

        Assert.All(nights.Where(night => night.Name == "quiet"),
            night => Assert.Equal((0, ""), (night.Code, string.Join('\n', night.Said))));
        var outage = nights.Single(night => night.Name == "outage");
        Assert.Equal(3, outage.Code);
        Assert.Matches(@"^ALARM: cheap: \d+ of 24 calls failed in this run; usually 0% do",
            Assert.Single(outage.Said, said => said.StartsWith("ALARM", StringComparison.Ordinal)));
        Assert.Matches("^gate FAILED: availability>=0.9, cheap: ",
            Assert.Single(outage.Said, said => said.StartsWith("gate", StringComparison.Ordinal)));
        var priced = nights.Single(night => night.Name == "price");
        Assert.Equal(0, priced.Code);
        Assert.Matches("^note: cheap: the price is not that of .*; the cost has a new baseline$", Assert.Single(priced.Said));
        var regression = nights.Single(night => night.Name == "regression");
        Assert.Equal(1, regression.Code);
        Assert.Matches(@"^ALARM: strong: passes less often than in its baseline \(since 2026-03-\d\d, .*\): .* points \[.*\]; most on .*; asked again at once \(.*\): the loss is there again, ", Assert.Single(regression.Said));

        // Each night is told to the webhook, with the same alarms.
        Assert.Equal(week.Select(night => night.Name is "outage" or "regression" ? 1 : 0),
            webhook.Received.Select(body => body.GetProperty("alarms").GetInt32()));
        Assert.StartsWith("*Eval 2026", webhook.Received[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(webhook.Address, File.ReadAllText(Path.Combine(_eval.Folder, "eval.json")), StringComparison.Ordinal);

        // Only the newest four nights keep their folders, all nights their figures; the night that was asked again has not become a night
        // of its own.
        await using var store = await RunStore.OpenReadOnlyAsync(Path.Combine(_eval.Folder, "runs"), TestContext.Current.CancellationToken);
        var runs = await store.ListRunsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(week.Length + 1, runs.Count);
        Assert.Equal(4 + 1, Directory.EnumerateDirectories(Path.Combine(_eval.Folder, "runs")).Count());
        var first = await store.ReadAttemptsAsync(runs[^1].Id, withTexts: true, TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(48, first.Count);
        Assert.All(first, attempt => Assert.Null(attempt.Texts?.Reply));
        var report = await File.ReadAllTextAsync(Path.Combine(_eval.Folder, "runs", runs[0].Id, "summary.md"),
            TestContext.Current.CancellationToken);
        Assert.Contains("No alarm, all 2 gates passed.", report, StringComparison.Ordinal);
    }

    private static string Task(int number) => JsonSerializer.Serialize(new
    {
        task_id = $"Times/{number}",
        prompt = $"def times_{number}(x):\n    \"\"\"{number} times x.\"\"\"\n",
        entry_point = $"times_{number}",
        canonical_solution = $"    return {number} * x\n",
        test = $"def check(candidate):\n    assert candidate(3) == {3 * number}\n",
    });

    private async Task<SimulatedServer> ServerAsync(ulong seed, IReadOnlyDictionary<string, SimulatedIncident> incidents)
    {
        var ct = TestContext.Current.CancellationToken;
        var dataset = await DatasetCatalog.BesideProgram.OpenAsync(TasksFile, ct);
        var tasks = await dataset.ReadAsync(ct).OfType<FunctionTask>().ToListAsync(ct);
        return await SimulatedServer.StartAsync(new SimulatedServerOptions { Tasks = tasks, UserMessage = PromptBuilder.UserMessage,
            Seed = seed, Incidents = incidents }, ct);
    }

    private Task WriteConfigAsync(Uri endpoint, decimal price) => File.WriteAllTextAsync(Path.Combine(_eval.Folder, "eval.json"), $$"""
        {
          "providers": { "lab": { "baseUrl": "{{endpoint}}" } },
          "models": {
            "strong": { "provider": "lab", "price": { "input": 3, "output": 15 } },
            "cheap": { "provider": "lab", "price": { "input": 0.15, "output": {{price.ToString(System.Globalization.CultureInfo.InvariantCulture)}} } }
          },
          "nightly": {
            "models": ["strong", "cheap"],
            "datasets": [{{JsonSerializer.Serialize(TasksFile)}}],
            "samples": 2,
            "keepNights": 4,
            "options": { "max-connections": 40, "timeout": 2 },
            "notify": { "urlEnv": "EVAL_TEST_WEBHOOK" }
          },
          "gates": [ { "metric": "availability", "min": 0.9 } ]
        }
        """,
        TestContext.Current.CancellationToken);

    /// <summary>A night in this process, so that its clock can say that a day has gone by.</summary>
    private async Task<(int Code, string Output)> NightAsync(int night)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var program = new Application(new Terminal(output, error, isInteractive: false, useColor: false), new Calendar(night));
        var code = await program.RunAsync(["nightly", "--config", Path.Combine(_eval.Folder, "eval.json"), "--out",
            Path.Combine(_eval.Folder, "runs"), "--quiet"]);
        return (code, output.ToString() + error);
    }

    /// <summary>Real time on another day, on which nobody waits long before he asks again.</summary>
    private sealed class Calendar(int day) : TimeProvider
    {
        private const int Haste = 50;
        private readonly TimeSpan _shift = new DateTimeOffset(2026, 3, 1, 2, 0, 0, TimeSpan.Zero).AddDays(day) - DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _shift;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero && dueTime <= new RetryOptions().LongestWait
                ? dueTime / Haste : dueTime, period);
    }
}
