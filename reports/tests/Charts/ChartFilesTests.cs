using System.Xml.Linq;
using Eval.Reports.Charts;
using Eval.Reports.Drift;
using Eval.Reports.Tests.Html;
using Eval.Results;
using Eval.Results.Records;

namespace Eval.Reports.Tests.Charts;

public sealed class ChartFilesTests : IDisposable
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eval-charts-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Every_chart_is_written_light_dark_and_as_png()
    {
        var names = await WriteAsync(SampleRuns.Small());

        Assert.Equal(
            [
                "cost-quality-dark.svg", "cost-quality.png", "cost-quality.svg", "pass-at-1-dark.svg", "pass-at-1.png", "pass-at-1.svg",
                "ttft-dark.svg", "ttft.png", "ttft.svg",
            ],
            names);
    }

    [Theory]
    [InlineData("pass-at-1.svg")]
    [InlineData("ttft-dark.svg")]
    public async Task Words_are_drawn_in_the_font_the_program_brings(string file)
    {
        await WriteAsync(SampleRuns.Small());

        var families = Load(file).Descendants(Svg + "text").Select(text => (string?)text.Attribute("font-family")).Distinct();

        Assert.StartsWith("DejaVu Sans,", Assert.Single(families), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_model_stands_with_its_value_interval_and_n()
    {
        await WriteAsync(SampleRuns.Many(30, 60));

        var texts = Texts("pass-at-1.svg");

        Assert.Equal(30, texts.Count(text => text.StartsWith("vendor-", StringComparison.Ordinal)));
        Assert.Equal(30, texts.Count(text => text.EndsWith("n=60", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(6, 40)]
    [InlineData(30, 20)]
    public async Task No_word_leaves_the_picture(int models, int tasks)
    {
        await WriteAsync(SampleRuns.Many(models, tasks, simulated: true));

        foreach (var file in _folder.GetFiles("charts/*.svg"))
        {
            Assert.All(Load(file.Name).Descendants(Svg + "text"), text => Assert.True(IsInside(text), $"{file.Name}: {text.Value}"));
        }
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(7, 3)]
    [InlineData(60, 8)]
    public async Task Trend_names_every_line_and_no_word_leaves_the_picture(int nights, int models)
    {
        await WriteAsync(SampleNights.Create(nights, models, worseFrom: nights - 3,
            evil: "-with-a-name-that-is-far-too-long-to-stand-beside-a-line"));

        Assert.Equal(models, Texts("trend.svg").Count(text => text.StartsWith("vendor/model", StringComparison.Ordinal)));
        Assert.All(Load("trend.svg").Descendants(Svg + "text"), text => Assert.True(IsInside(text), text.Value));
    }

    [Fact]
    public async Task Trend_needs_two_nights_and_marks_those_on_which_something_happened()
    {
        Assert.DoesNotContain("trend.svg", await WriteAsync(SampleNights.Create(1, 2)));

        var results = SampleNights.Create(10, 2, worseFrom: 6);
        await WriteAsync(results);

        var alarms = results.Drift!.Series.SelectMany(series => series.Points).Where(point => point.IsAlarm).Select(point => point.At)
            .Distinct().Count();
        Assert.InRange(alarms, 1, 4);
        Assert.Equal(alarms, Texts("trend.svg").Count(text => text == "▲"));
        var caption = TrendChart.Create(results)!.Caption;
        Assert.Matches(@"Marked runs \(▲ an alarm, ● a change\): 11 Jan: vendor/model-1 \(.*latency p50.*\), vendor/model-2 \(new "
            + @"price\)", caption);
    }

    [Fact]
    public async Task A_night_that_is_dated_years_ahead_stands_between_its_neighbours_and_is_told()
    {
        var results = SampleNights.Create(10, 2, ahead: 7);
        await WriteAsync(results);

        var caption = TrendChart.Create(results)!.Caption;
        Assert.Contains("A clock went back between two runs: they stand in the order in which they were begun", caption);
        Assert.Contains("10 Jan: vendor/model-1 (clock went back), vendor/model-2 (clock went back)", caption);
        Assert.Contains("10 Jan 26", Texts("trend.svg"));
        Assert.All(Load("trend.svg").Descendants(Svg + "text"), text => Assert.True(IsInside(text), text.Value));

        // Dated rightly, the same nights are seen alike.
        var right = SampleNights.Create(10, 2).Drift!;
        Assert.Equal(right.Series.Select(series => series.Points.Select(point => (point.RunId, point.Score, point.Sum))),
            results.Drift!.Series.Select(series => series.Points.Select(point => (point.RunId, point.Score, point.Sum))));
    }

    [Fact]
    public void Nights_of_several_lines_keep_the_order_of_each()
    {
        static TrendPoint[] Line(params (string Id, int Year)[] nights) =>
            [.. nights.Select(night => new TrendPoint(night.Id, new DateTimeOffset(night.Year, 1, 1, 2, 0, 0, TimeSpan.Zero), null, []))];

        var odd = NightAxis.From([Line(("a", 2026), ("ahead", 2031), ("c", 2027), ("tonight", 2028)),
            Line(("b", 2026), ("c", 2027), ("tonight", 2028)), Line(("ahead", 2031), ("d", 1970), ("tonight", 2028))]);
        var even = NightAxis.From([Line(("a", 2026), ("c", 2027), ("tonight", 2028)), Line(("b", 2026), ("tonight", 2028))]);

        Assert.Equal((false, true), (odd.IsByTime, even.IsByTime));
        Assert.Equal(["a", "ahead", "b", "c", "d", "tonight"], odd.Nights.Select(night => night.RunId));
        Assert.Equal([0.0, 1, 2, 3, 4, 5], odd.Nights.Select(night => odd.Place(night.RunId)!.Value));
        Assert.Equal(["a", "b", "c", "tonight"], even.Nights.Select(night => night.RunId));
        Assert.Equal(365, even.Place("tonight") - even.Place("c"));
        Assert.Null(even.Place("ahead"));
    }

    [Fact]
    public void Names_at_the_ends_of_lines_keep_their_distance_and_their_middle()
    {
        Assert.Equal([0, 5, 10], TrendChart.Spread([0, 5, 10], 2));
        Assert.Equal([3, 5, 7], TrendChart.Spread([5, 5, 5], 2));
        Assert.Equal([-0.5, 1.5, 9], TrendChart.Spread([0, 1, 9], 2));
    }

    [Fact]
    public async Task Every_chart_of_a_run_with_simulated_models_says_so()
    {
        await WriteAsync(SampleRuns.Many(2, 5, simulated: true));

        foreach (var file in _folder.GetFiles("charts/*.svg"))
        {
            Assert.Contains(Texts(file.Name), text => text.EndsWith("simulated", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Run_without_times_costs_or_passes_still_gives_charts()
    {
        var attempts = Enumerable.Range(0, 4)
            .Select(i => An.Attempt($"t{i}") with { Verdict = Verdict.ProviderError, Timing = null, CostUsd = null }).ToList();

        await WriteAsync(SampleSummary.Results(An.Run(), attempts));

        Assert.Contains("No attempt of this run has a time to first token.", Texts("ttft.svg"));
        Assert.Contains("n/a: nothing answered", Texts("pass-at-1.svg"));
    }

    [Fact]
    public void Models_without_a_price_are_named_in_the_caption_and_not_drawn()
    {
        var chart = CostQualityChart.Create(SampleRuns.Small());

        Assert.Contains("the cost is unknown: gamma.", chart.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void Frontier_holds_those_no_other_beats_in_both()
    {
        (double, double)[] points = [(1, 0.5), (2, 0.5), (2, 0.8), (2, 0.8), (3, 0.7), (0.5, 0.1)];

        Assert.Equal([true, false, true, true, false, true], CostQualityChart.OnFrontier(points));
    }

    private async Task<IEnumerable<string>> WriteAsync(ReportInput results)
    {
        await new ChartFiles().WriteAsync(results, _folder, TestContext.Current.CancellationToken);
        return _folder.GetFiles("charts/*").Select(file => file.Name).Order(StringComparer.Ordinal);
    }

    private XElement Load(string file) => XDocument.Load(Path.Combine(_folder.FullName, "charts", file)).Root!;

    private List<string> Texts(string file) => [.. Load(file).Descendants(Svg + "text").Select(text => text.Value.Trim())];

    // Positions are absolute or inside one translation; rotated labels turn around their own middle and are left out.
    private static bool IsInside(XElement text)
    {
        var transform = (string?)text.Attribute("transform") ?? "translate(0 0)";
        if (!transform.StartsWith("translate(", StringComparison.Ordinal))
        {
            return true;
        }

        var offset = double.Parse(transform["translate(".Length..].Split(' ', ',', ')')[0],
            System.Globalization.CultureInfo.InvariantCulture);
        var glyphs = ((string?)text.Attribute("x") ?? "0")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(x => offset + double.Parse(x, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        return glyphs.Min() >= 0 && glyphs.Max() <= ModelRows.Width - 4;
    }
}
