using System.Net;
using Eval.Reports.Comparisons;
using Eval.Reports.Csv;
using Eval.Reports.Drift;
using Eval.Reports.Gates;
using Eval.Reports.Html;
using Eval.Reports.Markdown;
using Eval.Results;
using Eval.Results.Metrics;

namespace Eval.Reports.Tests.Metrics;

/// <summary>
/// A metric is declared once; these tests declare one that the program does not have, and look for it wherever metrics are.
/// </summary>
public sealed class NewMetricTests : IDisposable
{
    /// <summary>The whole declaration.</summary>
    private static readonly Metric Again = new()
    {
        Name = "retries_mean",
        Title = "retries",
        Unit = MetricUnit.Score,
        Definition = "How often a call was made again, on average.",
        HasInterval = false,
        FromAnswers = answers => Aggregation.Mean(answers, attempt => attempt.Retries),
        Leaderboard = new("Retries") { Hint = "mean" },
        Markdown = new("retries"),
        Pairing = new(attempt => attempt.Retries),
        Watch = MetricWatch.Mean(attempt => attempt.Retries, "needs more retries"),
    };

    private static readonly MetricCatalog Catalog = new([.. MetricCatalog.Default.All, Again], MetricCatalog.Default.Signals);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eval-metric-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_is_a_column_of_the_summary()
    {
        await new SummaryCsv().WriteAsync(Input(), _folder, TestContext.Current.CancellationToken);

        var lines = (await File.ReadAllTextAsync(Path.Combine(_folder.FullName, SummaryCsv.FileName),
            TestContext.Current.CancellationToken)).Split("\r\n");
        Assert.EndsWith(",style_score,retries_mean", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(",1", lines.Single(line => line.StartsWith("all,all,alpha,", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.EndsWith(",3", lines.Single(line => line.StartsWith("all,all,beta,", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gate_bounds_it()
    {
        var results = await GateChecker.CheckAsync(Input(), [GateParser.Parse("retries_mean<=2", Catalog)],
            (_, _) => Task.FromResult<RunResults?>(null));

        Assert.Equal("1.00, n 99: the value is at most 2.00", results.Single(result => result.Model == "alpha").Reason);
        Assert.Equal((false, "3.00, n 99: the value is not at most 2.00"),
            results.Where(result => result.Model == "beta").Select(result => (result.IsPassed, result.Reason)).Single());
        Assert.Contains("has no interval", Assert.Throws<FormatException>(() => GateParser.Parse("retries_mean<=2 certain", Catalog))
            .Message, StringComparison.Ordinal);
        Assert.Contains("there is no metric 'retries_mean'",
            Assert.Throws<FormatException>(() => GateParser.Parse("retries_mean<=2")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_shows_it_explains_it_and_compares_by_it()
    {
        await new HtmlReport().WriteAsync(Input(), _folder, TestContext.Current.CancellationToken);

        var page = WebUtility.HtmlDecode(await File.ReadAllTextAsync(Path.Combine(_folder.FullName, HtmlReport.FileName),
            TestContext.Current.CancellationToken));
        Assert.Contains("""<th scope="col" class="n" title="mean">Retries</th>""", page, StringComparison.Ordinal);
        Assert.Contains("""<td data-label="Retries" class="n"><span class="value">3.00</span>""", page, StringComparison.Ordinal);
        Assert.Contains("<dt>retries</dt><dd>How often a call was made again, on average.</dd>", page, StringComparison.Ordinal);
        Assert.Contains("""<td data-label="retries" class="n"><span class="value">""", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_Markdown_summary_has_it()
    {
        var table = MarkdownSummary.Create(Input()).Split('\n').Where(line => line.StartsWith('|')).ToList();

        Assert.EndsWith("| retries |", table[0], StringComparison.Ordinal);
        Assert.EndsWith("| 3.00 |", table.Single(line => line.StartsWith("| beta", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comparisons_compare_it_in_words_and_files()
    {
        var comparison = RunComparer.OfModels(Input(), ["alpha", "beta"], OutcomeBasis.Conditional);
        var pair = Assert.Single(comparison.Overall);
        var metric = pair.Metrics.Single(one => one.Metric == Again);
        await using var csv = new StringWriter();
        await ComparisonCsv.WriteAsync(comparison, csv, Catalog, TestContext.Current.CancellationToken);

        Assert.Equal((1, 3, ComparisonVerdict.FirstBetter), (metric.First, metric.Second, metric.Verdict));
        Assert.StartsWith("alpha has less retries: ", ComparisonText.Metric(pair, metric), StringComparison.Ordinal);
        Assert.Contains(",first_retries_mean,second_retries_mean,retries_mean_ratio,", csv.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"metric\": \"retries_mean\"", ComparisonJson.Create(comparison), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rise_from_one_nightly_run_to_the_next_is_an_alarm()
    {
        var quiet = Enumerable.Range(0, 12).Select(night => Night(night, 1)).ToList();

        Assert.Empty(DriftDetector.Check([quiet], catalog: Catalog).Findings);
        Assert.Equal(Again, DriftDetector.Check([quiet], catalog: Catalog).Series[^1].Metric);

        var finding = Assert.Single(DriftDetector.Check([[.. quiet, Night(12, 4), Night(13, 4)]], catalog: Catalog).Findings);
        Assert.Equal((DriftKind.Worse, true), (finding.Kind, finding.IsAlarm));
        Assert.Contains("needs more retries (since", finding.Sentence, StringComparison.Ordinal);
        Assert.EndsWith("4.00, 1.00 before", finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_of_one_name_are_refused() => Assert.Throws<ArgumentException>(() => new MetricCatalog([Again, Again], []));

    [Fact]
    public void Names_tell_their_unit() => Assert.All(MetricCatalog.Default.All, metric => Assert.Equal(
        metric.Unit switch { MetricUnit.Milliseconds => "_ms", MetricUnit.Usd => "_usd", _ => "" },
        metric.Name.EndsWith("_ms", StringComparison.Ordinal) ? "_ms" : metric.Name.EndsWith("_usd", StringComparison.Ordinal)
            ? "_usd" : ""));

    private static Night Night(int night, int retries) => Reports.Drift.Night.From(
        SmallRun.Run with { Id = $"night-{night:00}", StartedAt = SmallRun.Run.StartedAt.AddDays(night) },
        SmallRun.Run.Models.Single(model => model.Name == "alpha"),
        SmallRun.Attempts.Select(attempt => attempt with { Retries = retries }),
        Catalog);

    private static ReportInput Input()
    {
        var attempts = SmallRun.Attempts.Select(attempt => attempt with { Retries = attempt.Key.Model == "alpha" ? 1 : 3, Texts = null })
            .ToList();
        return new ReportInput(new RunResults
        {
            Run = SmallRun.Run,
            Attempts = attempts,
            Summary = RunSummarizer.Summarize(SmallRun.Run, attempts, Catalog),
            ReadWithTexts = _ => attempts.ToAsyncEnumerable(),
        });
    }
}
