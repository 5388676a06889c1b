using Eval.Harness.CommandLine;
using Eval.Harness.Console;
using Eval.Harness.Nightly;
using Eval.Harness.Options;
using Eval.Harness.Tests.Nightly;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Harness.Tests.WholeProgram;

/// <summary>
/// Nights on clocks that are wrong, behind nights that cannot be finished, and with nobody to hear of them: in this process, so that its
/// clock can be set.
/// </summary>
public sealed class OddNightsTests : IDisposable
{
    private const string Ahead = "20310101-020000-strong";
    private const string Webhook = "EVAL_TEST_ODD_NIGHTS_WEBHOOK";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eval-odd-nights");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Runs => Path.Combine(_folder.FullName, "runs");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_wrong_clock_is_told_silences_nothing_and_takes_nothing_away()
    {
        await ConfigureAsync("""{ "nightly": { "models": ["sim/strong"], "limit": 1, "keepNights": 1 } }""");
        var ahead = await NightAsync("2031-01-01T02:00:00Z");
        var missed = await NightAsync("2026-10-05T02:00:00Z", "--catch-up");
        var back = await NightAsync("2026-09-20T02:00:00Z");
        var reboot = await NightAsync("2026-09-20T03:00:00Z", "--catch-up");

        Assert.Equal([0, 0, 0, 0], [ahead.Code, missed.Code, back.Code, reboot.Code]);
        Assert.DoesNotContain("is dated", ahead.Said, StringComparison.Ordinal);
        Assert.Contains($"warning: the newest night, {Ahead}, is dated 2031-01-01 02:00 UTC, and this machine's clock says 2026-10-05 "
            + "02:00 UTC: it was ahead that night or is behind now", missed.Said, StringComparison.Ordinal);
        Assert.Contains("run 20261005-020000-strong: 1 task", missed.Said, StringComparison.Ordinal);
        Assert.Contains("sim/strong: the clock was not right: the night is dated 2026-10-05 02:00 UTC, before 20310101-020000-strong",
            missed.Said, StringComparison.Ordinal);
        Assert.Contains("report: " + Path.Combine(Runs, "20260920-020000-strong", "report.html"), back.Said, StringComparison.Ordinal);
        Assert.Equal(["20260920-020000-strong"], Directory.EnumerateDirectories(Runs).Select(Path.GetFileName));
        Assert.Contains("nothing was missed: the newest night, 20260920-020000-strong, is complete", reboot.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_finished_and_who_cannot_be_told_keep_no_night_from_being_run()
    {
        await ConfigureAsync($$"""{ "nightly": { "models": ["sim/strong"], "limit": 1, "notify": { "urlEnv": "{{Webhook}}" } } }""");
        Environment.SetEnvironmentVariable(Webhook, "http://127.0.0.1:9/nobody");
        await StoreUnfinishedAsync(Ahead, "2031-01-01T02:00:00Z");

        var first = await NightAsync("2026-10-05T02:00:00Z", "--catch-up");
        await StoreUnfinishedAsync("20261005-220000-strong", "2026-10-05T22:00:00Z");
        var second = await NightAsync("2026-10-06T02:00:00Z", "--catch-up");
        var third = await NightAsync("2026-10-06T03:00:00Z", "--catch-up");

        Assert.Contains($"the night {Ahead} was cut off and is left as it is, since it did not begin within the last 36 hours; to finish "
            + $"it: run --resume {Ahead} --out {Runs}", first.Said, StringComparison.Ordinal);
        Assert.Contains(
            "warning: nobody may hear of this night: the webhook does not answer now: it cannot be reached (ConnectionRefused).",
            first.Said, StringComparison.Ordinal);
        Assert.Contains("error: the summary could not be posted to the webhook: it cannot be reached (ConnectionError).", first.Said,
            StringComparison.Ordinal);
        Assert.Contains("report: " + Path.Combine(Runs, "20261005-020000-strong", "report.html"), first.Said, StringComparison.Ordinal);
        Assert.Contains("error: The data set csharp is not what it was when run 20261005-220000-strong started", second.Said,
            StringComparison.Ordinal);
        Assert.Contains("warning: the night 20261005-220000-strong could not be finished and is left as it is", second.Said,
            StringComparison.Ordinal);
        Assert.Contains("run 20261006-020000-strong: 1 task", second.Said, StringComparison.Ordinal);
        Assert.Contains("nothing was missed: the newest night, 20261006-020000-strong, is complete", third.Said, StringComparison.Ordinal);
        Assert.Equal([3, 2, 0], [first.Code, second.Code, third.Code]);
    }

    [Fact]
    public async Task A_night_that_was_killed_before_it_was_told_is_told_in_the_morning_and_asks_nobody_again()
    {
        await using var webhook = await WebhookReceiver.StartAsync();
        Environment.SetEnvironmentVariable(Webhook + "_2", webhook.Address);
        await ConfigureAsync(
            $$"""{ "nightly": { "models": ["sim/strong"], "limit": 1, "notify": { "urlEnv": "{{Webhook}}_2" } }, "gates": [ { "metric": "ttft_p99_ms", "max": 1000 } ] }""");
        await NightAsync("2026-10-05T02:00:00Z");
        var id = await ChangeNewestAsync(night => night with { IsConcluded = false });

        var morning = await NightAsync("2026-10-05T06:00:00Z", "--catch-up");
        var reboot = await NightAsync("2026-10-05T07:00:00Z", "--catch-up");
        await ChangeNewestAsync(night => night with { IsConcluded = null });
        var ofAnEarlierProgram = await NightAsync("2026-10-05T08:00:00Z", "--catch-up");

        Assert.Equal([1, 0, 0], [morning.Code, reboot.Code, ofAnEarlierProgram.Code]);
        Assert.Contains($"the night {id} was cut off before it was told, and is told now", morning.Said, StringComparison.Ordinal);
        Assert.Contains("gate FAILED: ttft_p99_ms<=1000", morning.Said, StringComparison.Ordinal);
        Assert.Contains(", 1 done before", morning.Said, StringComparison.Ordinal);
        Assert.All([reboot, ofAnEarlierProgram], night => Assert.Contains("nothing was missed", night.Said, StringComparison.Ordinal));
        Assert.Equal([id, id], webhook.Received.Select(body => body.GetProperty("run_id").GetString()));
    }

    private async Task<string> ChangeNewestAsync(Func<Run, Run> change)
    {
        await using var store = await RunStore.OpenAsync(Runs, Ct);
        var newest = (await store.ListRunsAsync(Ct))[0];
        await store.UpdateRunAsync(change(newest), Ct);
        return newest.Id;
    }

    /// <summary>A night that was killed, of a data set that was edited since.</summary>
    private async Task StoreUnfinishedAsync(string id, string startedAt)
    {
        await using var store = await RunStore.OpenAsync(Runs, Ct);
        await store.CreateRunAsync(
            ANight.Of(id, Time(startedAt)) with
            {
                EndedAt = null,
                Settings = StoredOptions.Write(new RunOptions { Nightly = true, Models = ["sim/strong"], Datasets = ["csharp"],
                    Limit = 1 }),
                Datasets = [new RunDataset("csharp", "csharp", "before it was edited", 1)],
            },
            Ct);
    }

    private Task ConfigureAsync(string config) => File.WriteAllTextAsync(Path.Combine(_folder.FullName, "eval.json"), config, Ct);

    private async Task<(int Code, string Said)> NightAsync(string now, params string[] arguments)
    {
        using var output = new StringWriter();
        var program = new Application(new Terminal(output, output, isInteractive: false, useColor: false), new SetClock(Time(now)));
        var code = await program.RunAsync(["nightly", "--config", Path.Combine(_folder.FullName, "eval.json"), "--out", Runs, "--quiet",
            .. arguments]);
        return (code, output.ToString());
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A clock that stands still and waits for nobody.</summary>
    private sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 50 : dueTime, period);
    }
}
