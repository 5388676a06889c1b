using Eval.Reports.Charts;
using Eval.Results;
using Eval.Results.Records;

namespace Eval.Reports.Tests.Html;

[Trait("Needs", "Chromium")]
public sealed class HostileContentTests(ReportBrowser browser) : IClassFixture<ReportBrowser>
{
    private const string Evil = "\"'></title></style></script></textarea><script>alert(1)</script><img src=x onerror=alert(2)><svg "
        + "onload=alert(3)><!--<script>{{alert(4)}}";

    [Fact]
    public async Task Nothing_a_model_or_data_set_wrote_runs_or_becomes_an_element()
    {
        await using var report = await browser.OpenAsync(Results());
        await report.Page.ClickAsync("#rows a");
        var detail = await report.DetailAsync();

        await report.AssertQuietAsync();
        Assert.Contains("<img src=x onerror=alert(2)>", detail, StringComparison.Ordinal);
        Assert.Equal(0, await report.Page.Locator("img,iframe,object,embed,textarea,[onerror],[onload],[onclick],a[href^='javascript:']")
            .CountAsync());
        Assert.Equal(1, await report.Page.Locator("script:not([type])").CountAsync());
        Assert.Single(report.Requests);
    }

    [Fact]
    public async Task Address_of_an_attempt_with_a_hostile_name_opens_it()
    {
        await using var report = await browser.OpenAsync(Results());
        var address = await report.Page.Locator("#rows a").First.GetAttributeAsync("href");

        await using var again = await browser.OpenAsync(Results(), hash: address!);

        Assert.Contains("⟦U+202E⟧", await again.DetailAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Characters_that_hide_or_reorder_text_are_shown_by_name()
    {
        await using var report = await browser.OpenAsync(Results());
        await report.Page.ClickAsync("#rows a");
        var detail = await report.DetailAsync();

        foreach (var shown in new[] { "␛[31m", "␀", "⟦U+202E⟧", "⟦U+2028⟧", "⟦U+D800⟧", "⟦U+200B⟧" })
        {
            Assert.Contains(shown, detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Page_with_hostile_names_never_scrolls_sideways()
    {
        await using var report = await browser.OpenAsync(Results(), width: 400);

        Assert.Equal(400, await report.Page.EvaluateAsync<int>("document.scrollingElement.scrollWidth"));
    }

    [Fact]
    public async Task Comparison_nights_and_gates_hold_hostile_names_as_text()
    {
        await using var report = await browser.OpenAsync(SampleNights.Worse(Evil + "\u202e"), width: 400);
        await report.Page.EvaluateAsync("document.querySelectorAll('details').forEach(d => { d.open = true; })");

        foreach (var section in new[] { ".banner", "#gates", "#nights", "#comparison" })
        {
            var text = await report.Page.Locator(section).First.InnerTextAsync();
            Assert.Contains("</title></sty", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\u202e", text, StringComparison.Ordinal);
        }

        Assert.Equal(0, await report.Page.Locator("img,iframe,object,embed,textarea,[onerror],[onload],[onclick],a[href^='javascript:']")
            .CountAsync());
        Assert.Equal(1, await report.Page.Locator("script:not([type])").CountAsync());
        Assert.Equal(400, await report.Page.EvaluateAsync<int>("document.scrollingElement.scrollWidth"));
        await report.Page.ClickAsync(".flips li a");
        Assert.Contains("alert(1)", await report.DetailAsync(), StringComparison.Ordinal);
        await report.AssertQuietAsync();
    }

    [Fact]
    public async Task Endless_lines_are_cut_with_a_note()
    {
        var folder = await browser.WriteAsync(Results(new string('x', 10 << 20)));
        await using var report = await browser.OpenAsync(folder);
        await report.Page.ClickAsync("#rows a");

        Assert.Contains("characters cut", await report.DetailAsync(), StringComparison.Ordinal);
        Assert.True(new FileInfo(Path.Combine(folder.FullName, "report.html")).Length < 500_000);
    }

    [Fact]
    public async Task Charts_are_well_formed_whatever_the_names_are()
    {
        var folder = await browser.WriteAsync(Results());
        await new ChartFiles().WriteAsync(Results(), folder, TestContext.Current.CancellationToken);

        foreach (var file in folder.GetFiles("*.svg", SearchOption.AllDirectories))
        {
            var svg = System.Xml.Linq.XDocument.Load(file.FullName);
            Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName is "script" or "img");
        }
    }

    private static ReportInput Results(string? reply = null)
    {
        var name = "m" + Evil + "\u202e\ud800\0";
        var run = An.Run(name) with
        {
            CommandLine = Evil,
            Settings = new RunSettings { Others = new Dictionary<string, string> { [Evil] = Evil + "\u202e" } },
            Datasets = [new RunDataset("d" + Evil, Evil, Evil, 1)],
        };
        run = run with { Models = [run.Models[0] with { Endpoint = "javascript:alert(5)", Provider = Evil,
            Parameters = new ModelParameters { Headers = new Dictionary<string, string> { [Evil] = Evil } } }] };
        var text = $"{Evil}\n\u001b[31mred\u001b[0m \0 \u202egnp.exe \u2028 \ud800 \u200b [x](javascript:alert(6))\r\n{reply}";
        var attempt = An.Attempt("t" + Evil + "\u202e/../?#%", name, 0, "d" + Evil, "c" + Evil) with
        {
            Verdict = Verdict.RuntimeError,
            Error = text,
            FinishReason = Evil,
            ServedModel = Evil,
            Sandbox = Evil,
            Metrics = new Dictionary<string, double> { [Evil] = double.NaN },
            Texts = new AttemptTexts
            {
                Prompt = text, Reply = text, Reasoning = text, Code = text, Output = text,
                Trajectory = new Trajectory { ExitStatus = Evil,
                    Steps = [new TrajectoryStep { Reply = text, Command = text, Observation = text }] }.ToJson(),
            },
        };
        return SampleSummary.Results(run, [attempt], Evil + "\u202e");
    }
}
