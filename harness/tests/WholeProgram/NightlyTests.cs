using Eval.Results.Storage;

namespace Eval.Harness.Tests.WholeProgram;

/// <summary>What a night does besides its run: one that is killed, one that cannot be, one that its budget ended.</summary>
public sealed class NightlyTests : IDisposable
{
    private readonly EvalProcess _eval = new();

    public void Dispose() => _eval.Dispose();

    [Fact]
    public async Task A_night_that_is_killed_is_complete_the_next_morning()
    {
        var ct = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(Path.Combine(_eval.Folder, "eval.json"),
            """{ "nightly": { "models": ["sim/slow"], "limit": 20, "options": { "max-connections": 2 } } }""", ct);
        using (var night = _eval.Start("nightly"))
        {
            while (await StoredAsync(ct) < 3)
            {
                Assert.False(night.HasExited);
                await Task.Delay(50, ct);
            }

            var second = await _eval.RunAsync("nightly");
            Assert.Equal(3, second.ExitCode);
            Assert.Matches("^error: Another nightly run is at work in runs. .*being written by process", second.Error);
            night.Kill();
            await night.WaitForExitAsync(ct);
        }

        var before = await StoredAsync(ct);
        var morning = await _eval.RunAsync("nightly", "--catch-up");
        var reboot = await _eval.RunAsync("nightly", "--catch-up");

        Assert.True(morning.ExitCode == 0, morning.Error);
        Assert.Equal(0, reboot.ExitCode);
        Assert.StartsWith("nothing was missed: the newest nightly run, ", reboot.Error, StringComparison.Ordinal);
        Assert.InRange(before, 3, 19);
        Assert.Contains("was cut off and is finished now", morning.Error, StringComparison.Ordinal);
        Assert.Contains($", {before} done before", morning.Error, StringComparison.Ordinal);
        Assert.Equal(20, await StoredAsync(ct));
        Assert.True(File.Exists(Path.Combine(_eval.RunFolder, "report.html")));
        Assert.Contains("No alarm.", await File.ReadAllTextAsync(Path.Combine(_eval.RunFolder, "summary.md"), ct),
            StringComparison.Ordinal);
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
            ["nightly.models", "nightly.keepNights", "nightly.notify.urlEnv", "nightly.notify.when", "nightly.options.samples",
                "nightly.options.--seed", "gates[0]", "gates[1]"],
            mistakes.Select(mistake => mistake.Split('\'')[1]));
        Assert.All(mistakes, mistake => Assert.StartsWith("error: eval.json, field '", mistake, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_night_that_its_budget_ended_is_told_to_those_who_want_to_hear_of_trouble_only()
    {
        await using var webhook = await WebhookReceiver.StartAsync();
        _eval.Environment["EVAL_TEST_HOOK"] = webhook.Address;
        foreach (var (budget, told, code) in new[] { (5.0, 0, 0), (0.0000001, 1, 4) })
        {
            await File.WriteAllTextAsync(
                Path.Combine(_eval.Folder, "eval.json"),
                $$"""{ "nightly": { "models": ["sim/strong"], "limit": 1, "budgetUsd": {{budget.ToString(System.Globalization.CultureInfo.InvariantCulture)}}, "notify": { "urlEnv": "EVAL_TEST_HOOK", "when": "trouble" } } }""",
                TestContext.Current.CancellationToken);

            var result = await _eval.RunAsync("nightly");

            Assert.True(result.ExitCode == code, result.Error);
            Assert.Equal(told, webhook.Received.Count);
        }

        Assert.Contains("The budget ended the run (0 of 1 planned attempts are there)", webhook.Received[0].GetProperty("text").GetString(),
            StringComparison.Ordinal);

        // It was not killed: there is nothing to finish.
        var again = await _eval.RunAsync("nightly", "--catch-up");
        Assert.Equal((0, 1), (again.ExitCode, webhook.Received.Count));
        Assert.Contains("was ended by its budget", again.Error + again.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error: eval.json: there is no such file; 'nightly --init' writes one to begin with.", null)]
    [InlineData("error: eval.json: there is no field 'nightly'; it names the models and data sets of the nightly runs.", "{}")]
    [InlineData("error: eval.json, field 'nightly': --temperature hot: write a number such as 0.5.",
        """{ "nightly": { "models": ["sim/strong"], "options": { "temperature": "hot" } } }""")]
    [InlineData("error: eval.json, field 'nightly': --temprature is not an option; did you mean --temperature?",
        """{ "nightly": { "models": ["sim/strong"], "options": { "temprature": 1 } } }""")]
    [InlineData("error: eval.json, field 'nightly.notify.urlEnv': the environment variable EVAL_NO_SUCH is not set; it holds the webhook's "
        + "address.", """{ "nightly": { "models": ["sim/strong"], "notify": { "urlEnv": "EVAL_NO_SUCH" } } }""")]
    [InlineData("error: gate \"pass_at_1>=0.5 model=sim/cheap\": the run has no model sim/cheap; its models are sim/strong.",
        """{ "nightly": { "models": ["sim/strong"] }, "gates": [ { "metric": "pass_at_1", "min": 0.5, "model": "sim/cheap" } ] }""")]
    [InlineData("error: eval.json, line 1, field 'nightly.budgetUsd': write a number, without quotes",
        """{ "nightly": { "models": ["sim/strong"], "budgetUsd": "5" } }""")]
    [InlineData("error: eval.json, field 'nightly.options.quiet': write true or false.",
        """{ "nightly": { "models": ["sim/strong"], "options": { "quiet": "--out=/tmp/elsewhere" } } }""")]
    [InlineData("error: eval.json, field 'nightly.options.out=/tmp/elsewhere': write the option's name without dashes",
        """{ "nightly": { "models": ["sim/strong"], "options": { "out=/tmp/elsewhere": true } } }""")]
    [InlineData("error: --baseline 20260101-000000-a: runs holds no runs yet; name the folder of runs with --out.",
        """{ "nightly": { "models": ["sim/strong"], "baseline": "20260101-000000-a" } }""")]
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

    [Fact]
    public async Task All_that_can_be_known_of_a_night_is_told_at_once_before_anything_is_paid_for()
    {
        var ct = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(Path.Combine(_eval.Folder, "runs"), "no folder", ct);
        await File.WriteAllTextAsync(
            Path.Combine(_eval.Folder, "eval.json"),
            """
            {
              "nightly": { "models": ["sim/strong"], "limit": 2, "baseline": "20260101-000000-a", "options": { "junit": "/proc/gates.xml", "fail-under": "sim/stong=0.5" }, "notify": { "urlEnv": "EVAL_TEST_HOOK" } },
              "gates": [ { "metric": "pass_at_1", "min": 0.5, "class": "poetry" } ]
            }
            """,
            ct);
        _eval.Environment["EVAL_TEST_HOOK"] = "hooks.example.com/secret-part";

        var result = await _eval.RunAsync("nightly", "--out", "runs/here");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.DoesNotContain("secret-part", result.Error, StringComparison.Ordinal);
        Assert.Equal(
            [
                "eval.json, field 'nightly.notify.urlEnv': what the environment variable EVAL_TEST_HOOK holds is no webhook's address: it "
                    + "does not have the form https://host/path.",
                "--baseline 20260101-000000-a: runs/here holds no runs yet; name the folder of runs with --out.",
                "--fail-under sim/stong: the run has no such model; its models are sim/strong.",
                "--out runs/here: nothing can be written there",
                "--junit /proc/gates.xml: this cannot be written",
            ],
            result.Error.TrimEnd().Split('\n').Where(line => !line.StartsWith("error: gate ", StringComparison.Ordinal))
                .Select(line => line["error: ".Length..].Split(" (")[0]));
        Assert.Contains("error: gate \"pass_at_1>=0.5 class=poetry\": the run has no tasks of class poetry; its classes are ", result.Error,
            StringComparison.Ordinal);
    }

    private async Task<int> StoredAsync(CancellationToken ct)
    {
        var runs = Path.Combine(_eval.Folder, "runs");
        if (!RunStore.Exists(runs))
        {
            return 0;
        }

        try
        {
            await using var store = await RunStore.OpenReadOnlyAsync(runs, ct);
            return await store.ListRunsAsync(ct) is [var run]
                ? await store.ReadAttemptsAsync(run.Id, withTexts: false, ct).CountAsync(ct) : 0;
        }
        catch (RunStoreException)
        {
            // It is being created.
            return 0;
        }
    }
}
