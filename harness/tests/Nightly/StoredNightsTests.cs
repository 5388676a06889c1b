using Eval.Harness.Nightly;
using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Reports.Drift;
using Eval.Reports.Gates;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Harness.Tests.Nightly;

/// <summary>Nights stand in the order in which they were begun, whatever their dates say.</summary>
public sealed class StoredNightsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eval-stored-nights");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("2026-10-03")]
    [InlineData("1970-01-01")]
    [InlineData("2031-01-01")]
    public async Task The_night_just_run_is_the_newest_and_is_never_thinned_out(string date)
    {
        await AddAsync(ANight.Create("earlier", ANight.Start), ANight.Create("before", ANight.Start.AddDays(1)),
            ANight.Create("tonight", Day(date)),
            ANight.Create("again", Day(date), confirms: "tonight"));

        var nights = new StoredNights(_folder.FullName, TimeProvider.System);
        Assert.Equal("tonight", (await nights.NewestAsync(Ct))!.Id);
        Assert.Equal(2, await nights.ThinOutAsync(keep: 1, Ct));

        Assert.Equal(["again", "tonight"], _folder.EnumerateDirectories().Select(run => run.Name).Order(StringComparer.Ordinal));
        await using var store = await OpenAsync();
        foreach (var (id, isKept) in new[] { ("earlier", false), ("before", false), ("tonight", true), ("again", true) })
        {
            var attempt = Assert.Single(await store.ReadAttemptsAsync(id, withTexts: true, Ct).ToListAsync(Ct));
            Assert.Equal(isKept, attempt.Texts?.Reply is not null);
        }
    }

    [Fact]
    public async Task What_is_latest_previous_or_a_baseline_hangs_on_the_order_and_not_on_the_dates()
    {
        var tonight = ANight.Create("tonight", Day("2026-10-05"));
        await AddAsync(ANight.Create("first", Day("2026-10-04")), ANight.Create("ahead", Day("2031-01-01")),
            ANight.Create("again", Day("2031-01-01"), confirms: "ahead"), tonight);

        Assert.Equal(("tonight", "ahead"), ((await StoredRuns.FindAsync(_folder.FullName, StoredRuns.Latest, Ct)).Id,
            (await StoredRuns.FindAsync(_folder.FullName, StoredRuns.Previous, Ct)).Id));
        await using var store = await OpenAsync();
        Assert.Equal(["ahead", "first"], (await RunHistory.EarlierAsync(store, tonight, Ct)).Select(run => run.Id));
        Assert.Equal("ahead", (await Baselines.FindAsync(store, tonight, GateParser.Parse("non-inferior-to=latest"), "alpha", Ct))!.Run.Id);
    }

    [Fact]
    public async Task A_gate_compares_with_the_newest_night_that_knows_enough_of_the_model()
    {
        var tonight = ANight.Create("tonight", Day("2026-10-07"));
        var outage = ANight.Create("outage", Day("2026-10-06")) with { PlannedAttempts = 1 };
        await AddAsync(outage, tonight);
        await using var store = await OpenAsync();
        await store.SaveAttemptAsync(ANight.Attempt("outage") with { Verdict = Verdict.ProviderError }, Ct);
        var gate = GateParser.Parse("non-inferior-to=latest");

        var onlyOutage = await Baselines.FindAsync(store, tonight, gate, "alpha", Ct);
        await AddAsync(ANight.Create("good", Day("2026-10-05")) with { PlannedAttempts = 1 });
        await store.SaveAttemptAsync(ANight.Attempt("good"), Ct);
        var afterwards = ANight.Create("afterwards", Day("2026-10-08"));
        await AddAsync(outage with { Id = "second outage" }, afterwards);
        await store.SaveAttemptAsync(ANight.Attempt("second outage") with { Verdict = Verdict.ProviderError }, Ct);

        Assert.Equal("outage", onlyOutage!.Run.Id);
        Assert.Equal("good", (await Baselines.FindAsync(store, afterwards, gate, "alpha", Ct))!.Run.Id);
        Assert.Null(await Baselines.FindAsync(store, afterwards, gate, "nobody", Ct));
    }

    [Fact]
    public async Task Latest_to_resume_is_the_newest_that_did_not_end()
    {
        await AddAsync(ANight.Create("older", Day("2026-10-01")) with { EndedAt = null },
            ANight.Create("cut-off", Day("2031-01-01")) with { EndedAt = null }, ANight.Create("whole", Day("2026-10-05")));
        await AddAsync(ANight.Create("again", Day("2026-10-05"), confirms: "whole") with { EndedAt = null });

        Assert.Equal("cut-off", (await StoredRuns.FindUnfinishedAsync(_folder.FullName, StoredRuns.Latest, Ct)).Id);
        Assert.Equal("older", (await StoredRuns.FindUnfinishedAsync(_folder.FullName, "older", Ct)).Id);
        Assert.Equal("whole", (await StoredRuns.FindUnfinishedAsync(_folder.FullName, "whole", Ct)).Id);
    }

    [Fact]
    public async Task Where_all_ended_the_newest_is_resumed()
    {
        await AddAsync(ANight.Create("whole", Day("2026-10-05")), ANight.Create("newest", Day("2026-10-01")));

        Assert.Equal("newest", (await StoredRuns.FindUnfinishedAsync(_folder.FullName, StoredRuns.Latest, Ct)).Id);
        var refusal = await Assert.ThrowsAsync<UsageException>(() => StoredRuns.FindUnfinishedAsync(_folder.FullName, "never", Ct));
        Assert.Equal("There is no run 'never'; the newest are newest, whole.", Assert.Single(refusal.Mistakes));
    }

    [Fact]
    public async Task A_second_that_the_clock_says_again_names_another_run_also_where_the_first_was_thinned_out()
    {
        Task<string> NameAsync() => RunName.CreateAsync(ANight.Start, ["lab/alpha"], _folder.FullName, Ct);
        Assert.Equal("20261005-020000-alpha", await NameAsync());
        await AddAsync(ANight.Create("20261005-020000-alpha", ANight.Start));
        _folder.CreateSubdirectory("20261005-020000-alpha-2");
        Assert.Equal("20261005-020000-alpha-3", await NameAsync());

        Directory.Delete(Path.Combine(_folder.FullName, "20261005-020000-alpha"));

        Assert.Equal("20261005-020000-alpha-3", await NameAsync());
    }

    private static DateTimeOffset Day(string date) =>
        DateTimeOffset.Parse(date + "T02:00:00Z", System.Globalization.CultureInfo.InvariantCulture);

    private async Task AddAsync(params Run[] runs)
    {
        await using var store = await OpenAsync();
        foreach (var run in runs)
        {
            await store.CreateRunAsync(run, Ct);
            await store.SaveAttemptAsync(ANight.Attempt(run.Id), Ct);
            _folder.CreateSubdirectory(run.Id);
        }
    }

    private Task<IRunStore> OpenAsync() => RunStore.OpenAsync(_folder.FullName, Ct);
}
