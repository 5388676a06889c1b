using System.Text.Json;
using Eval.Datasets;
using Eval.Harness.CommandLine;
using Eval.Harness.Scoring;
using Eval.Harness.Simulation;
using Eval.Reports.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Eval.Harness.Tests.WholeProgram;

/// <summary>Nights as they come: quiet ones, bad ones, one that is killed.</summary>
public sealed class NightlyTests : IDisposable
{
    private readonly EvalProcess _eval = new();

    public void Dispose() => _eval.Dispose();

    [Fact]
    public async Task Alarms_come_on_the_nights_with_a_regression_and_an_outage_and_on_no_other()
    {
        var nights = new List<(string Name, int Code, string[] Said)>();
        await using var webhook = await Receiver.StartAsync();
        Environment.SetEnvironmentVariable("EVAL_TEST_WEBHOOK", webhook.Address);
        var quiet = new Dictionary<string, SimulatedIncident>();
        var week = new (string Name, Dictionary<string, SimulatedIncident> Incidents)[]
        {
            ("quiet", quiet), ("quiet", quiet), ("quiet", quiet), ("quiet", quiet), ("quiet", quiet), ("quiet", quiet),
            ("outage", new() { ["cheap"] = new SimulatedIncident { Failing = 0.6 } }),
            ("quiet", quiet),
            ("price", quiet),
            ("regression", new() { ["strong"] = new SimulatedIncident { Worse = 0.4 } }),
            ("quiet", quiet),
        };
        var price = 0.6m;
        for (var night = 0; night < week.Length; night++)
        {
            price = week[night].Name == "price" ? 0.3m : price;
            await using var server = await ServerAsync((ulong)night + 100, week[night].Incidents);
            await WriteConfigAsync(server.BaseUrl, price);
            var (code, output) = await NightAsync(night);
            nights.Add((week[night].Name, code, output.Split('\n').Where(line => line.StartsWith("ALARM", StringComparison.Ordinal) || line.StartsWith("gate FAILED", StringComparison.Ordinal) || line.Contains("price", StringComparison.Ordinal)).ToArray()));
            TestContext.Current.SendDiagnosticMessage($"night {night} ({week[night].Name}): {code}\n{output}");
        }

        Assert.All(nights.Where(night => night.Name == "quiet"), night => Assert.Equal((0, ""), (night.Code, string.Join('\n', night.Said))));
        var outage = nights.Single(night => night.Name == "outage");
        Assert.Equal(3, outage.Code);
        Assert.Matches(@"^ALARM: cheap: \d+ of 60 calls failed tonight; usually 0% do", Assert.Single(outage.Said, said => said.StartsWith("ALARM", StringComparison.Ordinal)));
        Assert.Matches("^gate FAILED: availability>=0.9, cheap: ", Assert.Single(outage.Said, said => said.StartsWith("gate", StringComparison.Ordinal)));
        var priced = nights.Single(night => night.Name == "price");
        Assert.Equal(0, priced.Code);
        Assert.Matches("^note: cheap: the price is not that of .*; the cost has a new baseline$", Assert.Single(priced.Said));
        var regression = nights.Single(night => night.Name == "regression");
        Assert.Equal(1, regression.Code);
        Assert.Matches(@"^ALARM: strong: passes less often than in its baseline \(since 2026-03-\d\d, .*\): .* points \[.*\]; most on .*; asked again at once \(.*\): the loss is there again, ", Assert.Single(regression.Said));

        // Each night is told to the webhook, with the same alarms.
        Assert.Equal(week.Select(night => night.Name is "outage" or "regression" ? 1 : 0), webhook.Received.Select(body => body.GetProperty("alarms").GetInt32()));
        Assert.StartsWith("*Eval 2026", webhook.Received[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(webhook.Address, File.ReadAllText(Path.Combine(_eval.Folder, "eval.json")), StringComparison.Ordinal);

        // Only the newest four nights keep their folders, all nights their figures; the night that was asked again has not become a night of its own.
        await using var store = await SqliteRunStore.OpenReadOnlyAsync(Path.Combine(_eval.Folder, "runs", "eval.db"), TestContext.Current.CancellationToken);
        var runs = await store.ListRunsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(week.Length + 1, runs.Count);
        Assert.Equal(4 + 1, Directory.EnumerateDirectories(Path.Combine(_eval.Folder, "runs")).Count());
        var first = await store.ReadAttemptsAsync(runs[^1].Id, withTexts: true, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(120, first.Count);
        Assert.All(first, attempt => Assert.Null(attempt.Texts?.Reply));
        var report = await File.ReadAllTextAsync(Path.Combine(_eval.Folder, "runs", runs[0].Id, "summary.md"), TestContext.Current.CancellationToken);
        Assert.Contains("No alarm, all 2 gates passed.", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_night_that_is_killed_is_complete_the_next_morning()
    {
        var ct = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(Path.Combine(_eval.Folder, "eval.json"), """{ "nightly": { "models": ["sim/slow"], "limit": 20, "options": { "max-connections": 2 } } }""", ct);
        using (var night = _eval.Start("nightly"))
        {
            while (await StoredAsync(ct) < 3)
            {
                Assert.False(night.HasExited);
                await Task.Delay(50, ct);
            }

            var second = await _eval.RunAsync("nightly");
            Assert.Equal(3, second.ExitCode);
            Assert.Matches("^error: Another night is at work in runs. .*being written by process", second.Error);
            night.Kill();
            await night.WaitForExitAsync(ct);
        }

        var before = await StoredAsync(ct);
        var morning = await _eval.RunAsync("nightly", "--catch-up");
        var reboot = await _eval.RunAsync("nightly", "--catch-up");

        Assert.True(morning.ExitCode == 0, morning.Error);
        Assert.Equal(0, reboot.ExitCode);
        Assert.StartsWith("nothing was missed: the newest night, ", reboot.Error, StringComparison.Ordinal);
        Assert.InRange(before, 3, 19);
        Assert.Contains("was cut off and is finished now", morning.Error, StringComparison.Ordinal);
        Assert.Contains($", {before} done before", morning.Error, StringComparison.Ordinal);
        Assert.Equal(20, await StoredAsync(ct));
        Assert.True(File.Exists(Path.Combine(_eval.RunFolder, "report.html")));
        Assert.Contains("No alarm.", await File.ReadAllTextAsync(Path.Combine(_eval.RunFolder, "summary.md"), ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_configuration_to_begin_with_runs_as_it_is_and_is_not_written_over()
    {
        var written = await _eval.RunAsync("nightly", "--init");
        var planned = await _eval.RunAsync("nightly", "--dry-run");
        var again = await _eval.RunAsync("nightly", "--init");

        Assert.Equal((0, ""), (written.ExitCode, written.Error));
        Assert.True(planned.ExitCode == 0, planned.Error);
        Assert.Contains("nothing was asked", planned.Output, StringComparison.Ordinal);
        Assert.Equal((2, "error: eval.json is there already and stays as it is.\n"), (again.ExitCode, again.Error));
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_the_configuration_is_told_at_once_and_no_secret_with_it()
    {
        await File.WriteAllTextAsync(Path.Combine(_eval.Folder, "eval.json"), """
            {
              "nightly": {
                "models": [],
                "keepNights": 0,
                "options": { "samples": 3, "--seed": 1 },
                "notify": { "urlEnv": "https://hooks.example.com/T0/secret", "when": "never" }
              },
              "gates": [ { "metric": "pass_at_2", "min": 0.5 }, { "nonInferiorTo": "latest", "margin": 2 } ]
            }
            """,
            TestContext.Current.CancellationToken);

        var result = await _eval.RunAsync("nightly");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.DoesNotContain("secret", result.Error, StringComparison.Ordinal);
        var mistakes = result.Error.TrimEnd().Split('\n');
        Assert.Equal(
            ["nightly.models", "nightly.keepNights", "nightly.notify.urlEnv", "nightly.notify.when", "nightly.options.samples", "nightly.options.--seed", "gates[0]", "gates[1]"],
            mistakes.Select(mistake => mistake.Split('\'')[1]));
        Assert.All(mistakes, mistake => Assert.StartsWith("error: eval.json, field '", mistake, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_night_that_its_budget_ended_is_told_to_those_who_want_to_hear_of_trouble_only()
    {
        await using var webhook = await Receiver.StartAsync();
        _eval.Environment["EVAL_TEST_HOOK"] = webhook.Address;
        foreach (var (budget, told) in new[] { (5.0, 0), (0.001, 1) })
        {
            await File.WriteAllTextAsync(
                Path.Combine(_eval.Folder, "eval.json"),
                $$"""{ "nightly": { "models": ["sim/strong"], "limit": 1, "budgetUsd": {{budget.ToString(System.Globalization.CultureInfo.InvariantCulture)}}, "notify": { "urlEnv": "EVAL_TEST_HOOK", "when": "trouble" } } }""",
                TestContext.Current.CancellationToken);

            var result = await _eval.RunAsync("nightly");

            Assert.True(result.ExitCode == 0, result.Error);
            Assert.Equal(told, webhook.Received.Count);
        }

        Assert.Contains("The run is not complete", webhook.Received[0].GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error: eval.json: there is no such file; 'nightly --init' writes one to begin with.", null)]
    [InlineData("error: eval.json: there is no field 'nightly'; it names the models and data sets of every night.", "{}")]
    [InlineData("error: eval.json, field 'nightly': --temperature hot: write a number such as 0.5.", """{ "nightly": { "models": ["sim/strong"], "options": { "temperature": "hot" } } }""")]
    [InlineData("error: eval.json, field 'nightly': --temprature is not an option; did you mean --temperature?", """{ "nightly": { "models": ["sim/strong"], "options": { "temprature": 1 } } }""")]
    [InlineData("error: eval.json, field 'nightly.notify.urlEnv': the environment variable EVAL_NO_SUCH is not set; it holds the webhook's address.", """{ "nightly": { "models": ["sim/strong"], "notify": { "urlEnv": "EVAL_NO_SUCH" } } }""")]
    [InlineData("error: gate \"pass_at_1>=0.5 model=sim/cheap\": the run has no model sim/cheap; its models are sim/strong.", """{ "nightly": { "models": ["sim/strong"] }, "gates": [ { "metric": "pass_at_1", "min": 0.5, "model": "sim/cheap" } ] }""")]
    [InlineData("error: eval.json, field 'nightly.options.quiet': write true or false.", """{ "nightly": { "models": ["sim/strong"], "options": { "quiet": "--out=/tmp/elsewhere" } } }""")]
    [InlineData("error: eval.json, field 'nightly.options.out=/tmp/elsewhere': write the option's name without dashes", """{ "nightly": { "models": ["sim/strong"], "options": { "out=/tmp/elsewhere": true } } }""")]
    [InlineData("error: --baseline 20260101-000000-a: runs holds no runs yet; name the folder of runs with --out.", """{ "nightly": { "models": ["sim/strong"], "baseline": "20260101-000000-a" } }""")]
    public async Task A_night_that_cannot_be_says_why(string sentence, string? config)
    {
        if (config is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(_eval.Folder, "eval.json"), config, TestContext.Current.CancellationToken);
        }

        var result = await _eval.RunAsync("nightly");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(sentence, result.Error, StringComparison.Ordinal);
    }

    private static async Task<SimulatedServer> ServerAsync(ulong seed, IReadOnlyDictionary<string, SimulatedIncident> incidents)
    {
        var ct = TestContext.Current.CancellationToken;
        var dataset = await DatasetCatalog.BesideProgram.OpenAsync("csharp", ct);
        var tasks = await dataset.ReadAsync(ct).OfType<FunctionTask>().ToListAsync(ct);
        return await SimulatedServer.StartAsync(new SimulatedServerOptions { Tasks = tasks, UserMessage = PromptBuilder.UserMessage, Seed = seed, Incidents = incidents }, ct);
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
            "limit": 20,
            "samples": 3,
            "keepNights": 4,
            "options": { "max-connections": 40, "sandbox": "roslyn" },
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
        var code = await program.RunAsync(["nightly", "--config", Path.Combine(_eval.Folder, "eval.json"), "--out", Path.Combine(_eval.Folder, "runs"), "--quiet"]);
        return (code, output.ToString() + error);
    }

    private async Task<int> StoredAsync(CancellationToken ct)
    {
        var file = Path.Combine(_eval.Folder, "runs", "eval.db");
        if (!File.Exists(file))
        {
            return 0;
        }

        try
        {
            await using var store = await SqliteRunStore.OpenReadOnlyAsync(file, ct);
            return await store.ListRunsAsync(ct) is [var run] ? await store.ReadAttemptsAsync(run.Id, withTexts: false, ct).CountAsync(ct) : 0;
        }
        catch (RunStoreException)
        {
            // It is being created.
            return 0;
        }
    }

    /// <summary>Real time on another day.</summary>
    private sealed class Calendar(int day) : TimeProvider
    {
        private readonly TimeSpan _shift = new DateTimeOffset(2026, 3, 1, 2, 0, 0, TimeSpan.Zero).AddDays(day) - DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _shift;
    }

    /// <summary>Takes what is posted.</summary>
    private sealed class Receiver : IAsyncDisposable
    {
        private readonly WebApplication _app;

        private Receiver(WebApplication app) => _app = app;

        public List<JsonElement> Received { get; } = [];

        public string Address => _app.Urls.Single() + "/hook/secret-part";

        public static async Task<Receiver> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var receiver = new Receiver(builder.Build());
            receiver._app.MapPost("/hook/secret-part", receiver.TakeAsync);
            await receiver._app.StartAsync(TestContext.Current.CancellationToken);
            return receiver;
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();

        private async Task TakeAsync(HttpContext context) => Received.Add((await JsonDocument.ParseAsync(context.Request.Body)).RootElement);
    }
}
