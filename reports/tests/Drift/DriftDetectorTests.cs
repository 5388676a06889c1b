using Eval.Reports.Drift;
using Eval.Results.Metrics;
using Eval.Results.Records;

namespace Eval.Reports.Tests.Drift;

/// <summary>Nights as they may come: quiet ones, and those with a change in them.</summary>
public sealed class DriftDetectorTests
{
    private const int Tasks = 200;

    [Theory]
    [InlineData(50)]
    [InlineData(200, Explicit = true)]
    public void Quiet_nights_seldom_raise_an_alarm(int months)
    {
        var alarms = Enumerable.Range(0, months).Count(seed => AlarmNight(seed, 35, (_, _) => new Effect()) is not null);

        // Of a hundred months at most ten.
        Assert.InRange(alarms, 0, months / 10);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(200, Explicit = true)]
    public void A_loss_of_8_percent_is_found_within_10_nights(int months)
    {
        const int From = 10;
        var nights = Enumerable.Range(0, months)
            .Select(seed => AlarmNight(seed, From + 10, (night, _) => new Effect { PassRate = night >= From ? 0.92 : 1 },
                DriftKind.Regression)).ToList();

        Assert.InRange(nights.Count(night => night >= From), months * 95 / 100, months);
    }

    [Fact]
    public void A_baseline_takes_five_nights_and_says_so()
    {
        var report = Check(Months(1, 4, (_, _) => new Effect()));

        Assert.Empty(report.Series);
        Assert.Equal("alpha: night 4 of the 5 that are needed to know what to expect.", Assert.Single(report.Notes));
    }

    [Fact]
    public void A_regression_is_told_with_its_size_and_the_tasks_that_lost()
    {
        var report = Check(Months(1, 8, (night, _) => new Effect { PassRate = night >= 6 ? 0.7 : 1 }));

        var regression = Assert.Single(report.Findings);
        Assert.Equal((DriftKind.Regression, true), (regression.Kind, regression.IsAlarm));
        Assert.Matches(@"^passes less often than in its baseline \(since 2026-01-0\d, .*\): \d\d\.\d% against \d\d\.\d%, −\d\d\.\d points \[−\d\d\.\d to −\d+\.\d\]; most on mini/t\d\d\d, ", regression.Sentence);
    }

    [Fact]
    public void An_outage_is_no_regression_and_the_next_nights_are_quiet()
    {
        Effect Dark(int night, int task) => new() { IsDown = night == 6 && task % 10 < 7 };

        Assert.Equal([DriftKind.Outage], Check(Months(1, 7, Dark)).Findings.Select(finding => finding.Kind));
        for (var nights = 8; nights <= 12; nights++)
        {
            Assert.Empty(Check(Months(1, nights, Dark)).Findings);
        }
    }

    [Fact]
    public void Some_failures_more_every_night_are_found_though_none_is_an_outage()
    {
        var kinds = Enumerable.Range(7, 10)
            .SelectMany(nights => Check(Months(1, nights, (night, task) => new Effect { IsDown = night >= 6 && task % 50 == 0 })).Findings)
            .Select(finding => finding.Kind).Distinct();

        Assert.Equal([DriftKind.LessAvailable], kinds);
    }

    [Fact]
    public void A_new_price_is_told_and_is_no_drift()
    {
        var nights = Months(1, 14, (night, _) => new Effect { Price = night >= 7 ? 3 : 1 });

        for (var count = 6; count <= 14; count++)
        {
            Assert.Equal(count == 8 ? [DriftKind.PriceChanged] : [], Check(nights.Take(count)).Findings.Select(finding => finding.Kind));
        }

        // Seven nights at the new price are a baseline and two nights.
        Assert.Equal(7, Check(nights).Series.Single(series => series.Metric == MoneyMetrics.CostPerTask).Points.Count);
        Assert.Equal(14, Check(nights).Series.Single(series => series.Metric == QualityMetrics.PassAt1).Points.Count);
    }

    [Fact]
    public void Times_tokens_and_cost_have_alarms_of_their_own()
    {
        var slower = Findings((night, _) => new Effect { Time = night >= 6 ? 2 : 1 });
        var longer = Findings((night, _) => new Effect { Tokens = night >= 6 ? 2 : 1 });

        Assert.Equal([DriftKind.Slower], slower);
        Assert.Equal([DriftKind.Dearer, DriftKind.Longer], longer.Order());

        static IEnumerable<DriftKind> Findings(Func<int, int, Effect> effect) =>
            Enumerable.Range(7, 6).SelectMany(nights => Check(Months(1, nights, effect)).Findings).Select(finding => finding.Kind)
                .Distinct();
    }

    [Fact]
    public void Another_served_model_other_tasks_and_other_settings_are_told()
    {
        var nights = Months(1, 8, (_, _) => new Effect());
        var served = Night.From(nights[7].Run, nights[7].Model,
            Attempts(1, 7, (_, _) => new Effect()).Select(attempt => attempt with { ServedModel = "alpha-2027" }));
        var tasks = Night.From(nights[7].Run with { Datasets = [nights[7].Run.Datasets[0] with { Hash = "new" }] }, nights[7].Model,
            Attempts(1, 7, (_, _) => new Effect()));
        var settings = Night.From(nights[7].Run, nights[7].Model with { Parameters = new ModelParameters { Temperature = 1 } },
            Attempts(1, 7, (_, _) => new Effect()));
        var decided = Night.From(nights[7].Run with { Settings = new RunSettings { BeginsBaseline = true } },
            nights[7].Model, Attempts(1, 7, (_, _) => new Effect()));

        Assert.Equal("the endpoint says it serves alpha-2027, not alpha-2026 as in night-06", One(served).Sentence);
        Assert.Equal("the tasks are not those of night-06; a new baseline begins", One(tasks).Sentence);
        Assert.Equal("temperature changed since night-06; a new baseline begins", One(settings).Sentence);
        Assert.Empty(Check([.. nights.Take(7), decided]).Findings);
        Assert.Empty(Check([.. nights.Take(7), decided]).Series);

        DriftFinding One(Night last) => Assert.Single(Check([.. nights.Take(7), last]).Findings);
    }

    [Fact]
    public void A_run_in_between_with_other_tasks_does_not_end_the_history()
    {
        var nights = Months(1, 8, (_, _) => new Effect());
        var small = Night.From(
            nights[6].Run with { Settings = new RunSettings { Tasks = new Dictionary<string, string> { ["--limit"] = "5" } } },
            nights[6].Model, []);

        Assert.Equal(8, Check([.. nights.Take(7), small, nights[7]]).Series.Single(series => series.Metric == QualityMetrics.PassAt1)
            .Points.Count);
    }

    [Fact]
    public void A_better_model_is_told_without_an_alarm()
    {
        var kinds = Enumerable.Range(7, 8)
            .SelectMany(nights => Check(Months(1, nights, (night, _) => new Effect { PassRate = night >= 6 ? 1.4 : 1 })).Findings).ToList();

        Assert.All(kinds, finding => Assert.Equal((DriftKind.Improvement, false), (finding.Kind, finding.IsAlarm)));
        Assert.NotEmpty(kinds);
    }

    [Fact]
    public void What_happened_on_earlier_nights_stays_in_the_trend()
    {
        var nights = Months(1, 12, (night, task) => new Effect { Price = night >= 7 ? 3 : 1, IsDown = night == 9 && task % 10 < 7 });

        var report = Check(nights);

        Assert.Empty(report.Findings);
        Assert.Equal(
            ["night-07 PriceChanged", "night-09 Outage"],
            report.Trends.Single().Points.SelectMany(point => point.Happened.Select(kind => $"{point.RunId} {kind}")));
    }

    /// <summary>What is different in a night.</summary>
    private readonly record struct Effect()
    {
        public double PassRate { get; init; } = 1;

        public double Time { get; init; } = 1;

        public double Tokens { get; init; } = 1;

        public double Price { get; init; } = 1;

        public bool IsDown { get; init; }
    }

    [Fact]
    public void A_clock_that_went_back_is_told_with_both_nights_and_changes_no_score()
    {
        var nights = Months(1, 8, (_, _) => new Effect());
        var before = Night.From(nights[6].Run with { StartedAt = nights[6].Run.StartedAt.AddYears(5) }, nights[6].Model,
            Attempts(1, 6, (_, _) => new Effect()));

        var report = Check([.. nights.Take(6), before, nights[7]]);

        var finding = Assert.Single(report.Findings);
        Assert.Equal((DriftKind.ClockWentBack, false), (finding.Kind, finding.IsAlarm));
        Assert.Equal(
            $"the clock was not right: the nightly run is dated {nights[7].Run.StartedAt:yyyy-MM-dd HH:mm} UTC, before {before.Run.Id} "
                + $"({before.Run.StartedAt:yyyy-MM-dd HH:mm} UTC), which was begun earlier; runs stand in the order in which they "
                + "were begun",
            finding.Sentence);
        Assert.Equal(Check(nights).Series.Select(series => series.Points[^1].Sum), report.Series.Select(series => series.Points[^1].Sum));
    }

    private static DriftReport Check(IEnumerable<Night> nights) => DriftDetector.Check([[.. nights]]);

    /// <summary>Returns the first night with an alarm (of a kind), as the nights come in one by one.</summary>
    private static int? AlarmNight(int seed, int nights, Func<int, int, Effect> effect, DriftKind? kind = null)
    {
        // One check of the last night holds every night before: its points are what each night's own check would have said.
        var all = Months(seed, nights, effect);
        var report = Check(all);
        var found = report.Series.Where(series => kind is null || series.Metric == QualityMetrics.PassAt1)
            .SelectMany(series => series.Points)
            .Where(point => point.IsAlarm)
            .Select(point => all.FindIndex(night => night.Run.Id == point.RunId)).ToList();
        return found.Count == 0 ? null : found.Min();
    }

    private static List<Night> Months(int seed, int nights, Func<int, int, Effect> effect) => Enumerable.Range(0, nights).Select(night =>
    {
        var model = An.Model() with { Price = An.Model()
            .Price! with { InputUsdPerMillionTokens = 1.25m * (decimal)effect(night, 0).Price } };
        var run = new Run
        {
            Id = $"night-{night:00}",
            StartedAt = An.Start.AddDays(night),
            ProgramVersion = "1",
            CommandLine = "",
            Datasets = [new RunDataset("mini", "mini.jsonl", "hash", Tasks)],
            Models = [model],
            Machine = new RunMachine("", 1, 1, "", 1),
        };
        return Night.From(run, model, Attempts(seed, night, effect));
    }).ToList();

    /// <summary>Tasks of all difficulties, many of them always or never solved, as real ones are.</summary>
    private static List<Attempt> Attempts(int seed, int night, Func<int, int, Effect> effect)
    {
        var random = new Random(seed * 1000 + night);
        var busy = Math.Exp(0.2 * (random.NextDouble() + random.NextDouble() + random.NextDouble()));
        return Enumerable.Range(0, Tasks).Select(task =>
        {
            var now = effect(night, task);
            var rate = (task % 5) switch { 0 => 0.02, 1 => 0.5, 2 => 0.85, 3 => 0.97, _ => 0.99 };
            var verdict = now.IsDown || random.NextDouble() < 0.003 ? Verdict.ProviderError : random.NextDouble() < rate * now.PassRate
                ? Verdict.Passed : Verdict.Failed;
            var tokens = (int)(now.Tokens * (80 + random.Next(80)));
            return An.Attempt($"t{task:000}") with
            {
                Verdict = verdict,
                Timing = verdict == Verdict.ProviderError
                    ? null : An.Timing(now.Time * busy * (150 + random.Next(100)), now.Time * busy * (900 + random.Next(600))),
                Usage = An.Usage(400, tokens),
                CostUsd = (decimal)now.Price * tokens * 0.00001m,
            };
        }).ToList();
    }
}
