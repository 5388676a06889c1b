using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using CsvHelper;
using Eval.Reports.Csv;
using Eval.Reports.Tests.Storage;
using Eval.Results;
using Eval.Results.Formatting;
using Eval.Results.Metrics;
using Eval.Results.Records;

namespace Eval.Reports.Tests.Csv;

public sealed class CsvTests : IDisposable
{
    private const string AttemptColumns =
        "run_id,dataset,task_id,class,difficulty,language,provider,model,served_model,sample,sandbox,isolation,verdict,passed,finish_reason,ttft_ms,"
        + "ttfr_ms,latency_ms,tpot_ms,queue_ms,execution_ms,input_tokens,cached_tokens,output_tokens,reasoning_tokens,cost_usd,retries,"
        + "hallucinated_apis,constraints_checked,constraints_met,style_score,error,verdict_origin,guess_probability,patch_flags";

    private const string SummaryColumns =
        "dataset,class,model,tasks,attempts,passed,pass_at_1,pass_at_1_low,pass_at_1_high,pass_at_k,k,infra_errors,availability,ttft_p50_ms,"
        + "ttft_p90_ms,ttft_p99_ms,latency_p50_ms,latency_p90_ms,output_tokens_per_s,input_tokens,output_tokens,cost_usd,cost_per_task_usd,"
        + "cost_per_solved_usd,hallucination_rate,constraint_rate,style_score";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_attempts_of_the_small_run_are_as_reviewed() =>
        Golden.Match(await WriteAsync(new AttemptsCsv(), Small()), AttemptsCsv.FileName);

    [Fact]
    public async Task The_summary_of_the_small_run_is_as_reviewed() =>
        Golden.Match(await WriteAsync(new SummaryCsv(), Small()), SummaryCsv.FileName);

    [Fact]
    public async Task The_samples_of_the_small_run_are_as_reviewed() =>
        Golden.Match(await WriteAsync(new SamplesJsonl(), Small()), SamplesJsonl.FileName);

    [Fact]
    public async Task Columns_are_those_of_the_contract()
    {
        Assert.Equal(AttemptColumns, (await WriteAsync(new AttemptsCsv(), Small())).Split("\r\n")[0]);
        Assert.Equal(SummaryColumns, (await WriteAsync(new SummaryCsv(), Small())).Split("\r\n")[0]);
    }

    [Fact]
    public async Task Tasks_that_count_for_no_model_stand_in_a_table_of_their_own_as_plain_text()
    {
        var results = Small();
        var setAside = results with { Run = results.Run
            with { SetAside = [new RunSetAsideTask("mini", "=cmd", "failed, F(1) = \"2\"\u0007")] } };

        Assert.Equal("dataset,task_id,reason\r\n", await WriteAsync(new SetAsideCsv(), results));
        Assert.Equal("dataset,task_id,reason\r\nmini,'=cmd,\"failed, F(1) = \"\"2\"\"\u2407\"\r\n",
            await WriteAsync(new SetAsideCsv(), setAside));
    }

    [Fact]
    public async Task What_is_missing_is_empty()
    {
        var bare = new Attempt
        {
            RunId = "run", Key = An.Attempt().Key, Class = "c", Language = "l", Provider = "p", Verdict = Verdict.ProviderError,
        };

        Assert.Equal("run,mini,task-1,c,,l,p,alpha,,0,,,provider_error,false,,,,,,,,,,,,,0,,,,,,,,", await RowAsync(bare));
    }

    [Fact]
    public async Task A_verdicts_origin_stands_beside_its_guess_probability_which_is_never_written_as_0()
    {
        var rows = await ReadAsync(Results(An.Run(),
            [An.Attempt() with { VerdictOrigin = VerdictOrigin.Canary(1e-15) },
                An.Attempt("task-2") with { VerdictOrigin = VerdictOrigin.OutsideEqualityByAnswer }]));

        Assert.Equal(("canary", "1E-15"), (rows[0]["verdict_origin"], rows[0]["guess_probability"]));
        Assert.Equal(("outside, equality by answer", ""), (rows[1]["verdict_origin"], rows[1]["guess_probability"]));
    }

    [Fact]
    public async Task Metrics_of_the_users_own_follow_the_columns_of_the_contract()
    {
        var attempt = An.Attempt() with { Metrics = new Dictionary<string, double> { ["z"] = 0.5, ["=a"] = -1,
            [SignalMetrics.StyleScore.Name] = 0.25 } };

        var lines = (await WriteAsync(new AttemptsCsv(), Results(An.Run(), [attempt, An.Attempt("task-2")]))).Split("\r\n");

        Assert.Equal(AttemptColumns + ",metric:=a,metric:z", lines[0]);
        Assert.EndsWith(",0.25,,outside,,,-1,0.5", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",outside,,,,", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t'=1")]
    [InlineData("\r=1", "'\r'=1")]
    [InlineData("  =1", "'  =1")]
    [InlineData("\"=1\"", "'\"=1\"")]
    [InlineData("\n=1", "'\n'=1")]
    [InlineData("foo;=HYPERLINK(\"http://x\")", "foo;'=HYPERLINK(\"http://x\")")]
    [InlineData("foo; \"=1\";-2;\t@x", "foo;' \"=1\";'-2;'\t'@x")]
    [InlineData("first\n+second\r\n=third", "first\n'+second\r\n'=third")]
    [InlineData("a, -1; b - 2", "a, -1; b - 2")]
    [InlineData("foo;'=1", "foo;''=1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("a=1", "a=1")]
    [InlineData("a\0b\u001b[31m\u007f\u0085", "a␀b␛[31m␡\ufffd")]
    [InlineData("\0=1", "␀=1")]
    public async Task Text_is_never_executed_by_a_spreadsheet(string text, string expected)
    {
        var records = await ReadAsync(Results(An.Run(), [An.Attempt() with { Error = text }]));

        Assert.Equal(expected, records[0]["error"]);
    }

    [Fact]
    public void A_cell_is_read_back_as_the_text_that_it_was() =>
        Gen.Char["=+-@\t\r\n;'\" ax＝"].Array[0, 12].Select(chars => new string(chars))
        .Sample(text => CsvCells.Plain(CsvCells.Text(text)) == text);

    [Theory]
    [InlineData(",", ".")]
    [InlineData("٫", "٬")]
    public async Task Tables_come_back_the_same_in_any_culture(string decimalMark, string groupMark)
    {
        var before = CultureInfo.CurrentCulture;
        var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        odd.NumberFormat.NumberDecimalSeparator = decimalMark;
        odd.NumberFormat.NumberGroupSeparator = groupMark;
        odd.NumberFormat.NegativeSign = "minus";
        CultureInfo.CurrentCulture = odd;
        try
        {
            var records = await ReadAsync(Small());
            for (var i = 0; i < records.Count; i++)
            {
                var (attempt, record) = (SmallRun.Attempts[i], records[i]);
                Assert.Equal(attempt.Key, new AttemptKey(record["dataset"], record["task_id"], record["model"],
                    int.Parse(record["sample"])));
                Assert.Equal(attempt.CostUsd, Number(record["cost_usd"]));
                Assert.Equal((decimal?)attempt.Timing?.Total.TotalMilliseconds, Number(record["latency_ms"]));
                Assert.Equal(attempt.Error ?? "", record["error"]);
            }

            Assert.Equal(SmallRun.Attempts.Count, records.Count);
            await WriteAsync(new SummaryCsv(), Small());
            Assert.DoesNotContain("minus", await File.ReadAllTextAsync(_folder.File(SummaryCsv.FileName), Ct));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Any_printable_text_comes_back_but_for_the_apostrophe() => Gen.String[Gen.Char['\n', '\uffff']].Sample(
        text =>
        {
            var visible = string.Concat(text.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)));
            using var folder = new TemporaryFolder();
            new AttemptsCsv().WriteAsync(Results(An.Run(), [An.Attempt() with { Error = visible }]), folder.Info, Ct).GetAwaiter()
                .GetResult();
            var read = Read(File.ReadAllText(folder.File(AttemptsCsv.FileName)))[0]["error"];
            Assert.True(read == visible || read == "'" + visible, visible);
        },
        iter: 200);

    [Fact]
    public async Task Any_completion_is_valid_json_on_one_line()
    {
        var code = "a\nb\0\u2028\"\\ \ud800 </script>😀";
        var attempt = An.Attempt() with { Texts = new AttemptTexts { Code = code } };

        var text = await WriteAsync(new SamplesJsonl(), Results(An.Run(), [attempt]));

        var line = JsonDocument.Parse(Assert.Single(text.Split('\n', StringSplitOptions.RemoveEmptyEntries))).RootElement;
        Assert.Equal(code.Replace('\ud800', '\ufffd'), line.GetProperty("completion").GetString());
        Assert.Equal(("task-1", "alpha", 0),
            (line.GetProperty("task_id").GetString(), line.GetProperty("model").GetString(), line.GetProperty("sample").GetInt32()));
        Assert.False(line.TryGetProperty("dataset", out _));
    }

    [Fact]
    public async Task Writing_again_replaces_and_leaves_nothing_else()
    {
        await WriteAsync(new AttemptsCsv(), Small());
        await WriteAsync(new AttemptsCsv(), Results(An.Run(), [An.Attempt()]));

        Assert.Equal([AttemptsCsv.FileName], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
        Assert.Equal(3, (await File.ReadAllTextAsync(_folder.File(AttemptsCsv.FileName), Ct)).Split("\r\n").Length);
        Assert.NotEqual(0xEF, (await File.ReadAllBytesAsync(_folder.File(AttemptsCsv.FileName), Ct))[0]);
    }

    private static decimal? Number(string cell) => cell.Length == 0 ? null : decimal.Parse(cell, CultureInfo.InvariantCulture);

    private static ReportInput Small() => Results(SmallRun.Run, SmallRun.Attempts);

    private static ReportInput Results(Run run, IReadOnlyList<Attempt> attempts) => new(new RunResults
    {
        Run = run,
        Attempts = attempts,
        Summary = RunSummarizer.Summarize(run, attempts),
        ReadWithTexts = _ => attempts.ToAsyncEnumerable(),
    });

    private static List<Dictionary<string, string>> Read(string text)
    {
        using var csv = new CsvReader(new StringReader(text), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var records = new List<Dictionary<string, string>>();
        while (csv.Read())
        {
            records.Add(csv.HeaderRecord!.ToDictionary(name => name, name => csv.GetField(name)!));
        }

        return records;
    }

    private async Task<List<Dictionary<string, string>>> ReadAsync(ReportInput results) =>
        Read(await WriteAsync(new AttemptsCsv(), results));

    private async Task<string> RowAsync(Attempt attempt) =>
        (await WriteAsync(new AttemptsCsv(), Results(An.Run(), [attempt]))).Split("\r\n")[1];

    private async Task<string> WriteAsync(IReport report, ReportInput results)
    {
        await report.WriteAsync(results, _folder.Info, Ct);
        var file = report switch { AttemptsCsv => AttemptsCsv.FileName, SummaryCsv => SummaryCsv.FileName,
            SetAsideCsv => SetAsideCsv.FileName, _ => SamplesJsonl.FileName };
        return await File.ReadAllTextAsync(_folder.File(file), Encoding.UTF8, Ct);
    }
}
