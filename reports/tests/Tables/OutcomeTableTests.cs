using Eval.Reports.Comparisons;
using Eval.Results;
using Eval.Results.Records;
using Eval.Results.Tables;

namespace Eval.Reports.Tests.Tables;

public sealed class OutcomeTableTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eval-table");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_table_is_read_as_a_run()
    {
        var results = Read("""
            task_id,model,passed,class,sample,cost_usd,latency_ms,ttft_ms,input_tokens,output_tokens
            t1,a,true,easy,0,0.01,1200,150,100,20
            t1,a,0,easy,1,0.02,1300.5,,100,30
            t2,b,FALSE,hard,0,,,,,
            """);

        Assert.Equal(["a", "b"], results.Run.Models.Select(model => model.Name));
        Assert.Equal(2, results.Run.Samples);
        Assert.Equal([Verdict.Passed, Verdict.Failed, Verdict.Failed], results.Attempts.Select(attempt => attempt.Verdict));
        var row = results.Summary.Overall(results.Run.Models[0]);
        Assert.Equal((0.5, 0.03m), (row.PassAt1!.Value, row.CostUsd));
        Assert.Null(results.Summary.Overall(results.Run.Models[1]).CostUsd);
        Assert.Equal(150, results.Attempts[0].Timing!.FirstContent!.Value.TotalMilliseconds);
    }

    [Fact]
    public void Outcomes_say_more_than_passed()
    {
        var results = Read("task_id;model;outcome\nt1;a;passed\nt2;a;provider_error\nt3;a;compile_error\n");

        Assert.Equal([Verdict.Passed, Verdict.ProviderError, Verdict.CompileError], results.Attempts.Select(attempt => attempt.Verdict));
        Assert.Equal(0.5, results.Summary.Overall(results.Run.Models[0]).PassAt1!.Value);
    }

    [Fact]
    public void JSON_lines_hold_the_same_fields()
    {
        var results = Read("""
            {"task_id": "t1", "model": "a", "passed": true, "cost_usd": 0.5, "class": null}
            {"task_id": "t1", "model": "b", "passed": 0}
            """);

        Assert.Equal([true, false], results.Attempts.Select(attempt => attempt.Passed));
        Assert.Equal(0.5m, results.Attempts[0].CostUsd);
    }

    [Theory]
    [InlineData("verdict_origin")]
    [InlineData("judge")]
    public void Verdict_origins_are_read_with_the_probability_of_a_guess(string column)
    {
        var results = Read($"task_id,model,passed,{column},guess_probability\nt1,a,true,canary,0.25\nt2,a,true,\"outside, equality by "
            + "answer\",\nt3,a,true,,\n");

        Assert.Equal([VerdictOrigin.Canary(0.25), VerdictOrigin.OutsideEqualityByAnswer, null],
            results.Attempts.Select(attempt => attempt.VerdictOrigin));
        Assert.Contains($"line 2, column {column}: there is no verdict origin 'gpt-4o'",
            Assert.Throws<OutcomeTableException>(() => Read($"task_id,model,passed,{column}\nt1,a,true,gpt-4o\n")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Our_own_attempts_are_a_table_too()
    {
        var results = Read("run_id,dataset,task_id,class,model,sample,verdict,passed,retries,error\nr,d,t1,c,a,0,timeout,false,0,'=x\n");

        Assert.Equal((Verdict.Timeout, "d", "c"),
            (results.Attempts[0].Verdict, results.Attempts[0].Key.Dataset, results.Attempts[0].Class));
        Assert.DoesNotContain(results.Summary.Warnings, warning => warning.Contains("column", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("task_id,model,passed\nt1,a,maybe", "line 2, column passed: 'maybe' is neither true nor false")]
    [InlineData("task_id,model,passed\nt1,,1", "line 2, column model: it is missing or empty.")]
    [InlineData("task_id,passed\nt1,1", "line 2, column model: it is missing or empty.")]
    [InlineData("task_id,model\nt1,a", "line 2, column passed: it is missing or empty; write true or false")]
    [InlineData("task_id,model,outcome\nt1,a,good", "line 2, column outcome: 'good' is not a verdict")]
    [InlineData("task_id,model,passed,outcome\nt1,a,1,failed", "line 2, column passed: '1' contradicts the outcome 'failed'.")]
    [InlineData("task_id,model,passed,cost_usd\nt1,a,1,\"0,5\"", "line 2, column cost_usd: '0,5' is no number of at least 0")]
    [InlineData("task_id,model,passed,latency_ms\nt1,a,1,-3", "line 2, column latency_ms: '-3' is no number of at least 0")]
    [InlineData("task_id,model,passed,ttft_ms\nt1,a,1,NaN", "line 2, column ttft_ms: 'NaN' is no number")]
    [InlineData("task_id,model,passed\nt1,a,1\nt1,a,0", "line 3: task t1, model a, sample 0 is in line 2 already")]
    [InlineData("task_id,model,passed\nt1,a", "line 2: it has 2 of the 3 cells that the first line names.")]
    [InlineData("task_id,model,model\nt1,a,b", "line 1: the column 'model' is there twice")]
    [InlineData("task_id,model,passed\n", "there is no outcome")]
    [InlineData("", "the file is empty")]
    [InlineData("{\"task_id\": 1", "line 1: this is no object of JSON")]
    public void Mistakes_name_line_and_column(string text, string mistake)
    {
        var wrong = Assert.Throws<OutcomeTableException>(() => Read(text));

        Assert.Contains(mistake, wrong.Message, StringComparison.Ordinal);
        Assert.Contains("table.csv", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_told_at_once_up_to_twenty()
    {
        var wrong = Assert.Throws<OutcomeTableException>(() =>
            Read("task_id,model,passed\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"t{i},a,?\n"))));

        Assert.Equal(21, wrong.Message.Split('\n').Length);
    }

    [Fact]
    public void Rows_that_contradict_a_published_rate_are_left_out_with_both_numbers()
    {
        var rows = string.Concat(Enumerable.Range(0, 10)
            .Select(i => $"t{i},wrong,{(i < 5 ? 1 : 0)},0.55\nt{i},right,{(i < 5 ? 1 : 0)},0.504\n"));

        var results = Read("task_id,model,passed,published_pass_rate\n" + rows);

        Assert.Equal("right", Assert.Single(results.Run.Models).Name);
        Assert.Contains("wrong is left out: its rows give 50.0%, but 55.0% is published for it.", results.Summary.Warnings);
    }

    [Fact]
    public void A_file_that_is_not_there_and_columns_that_mean_nothing_are_told()
    {
        Assert.Throws<OutcomeTableException>(() => OutcomeTable.Read(Path.Combine(_folder.FullName, "none.csv")));
        Assert.Contains(Read("task_id,model,passed,mood\nt,a,1,good").Summary.Warnings,
            warning => warning.EndsWith("nothing is done with the column mood.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_public_matrix_of_52_submissions_has_its_published_rates_and_leaders()
    {
        var file = Require.SharedData("outcomes/swe-bench-lite-resolved-by.jsonl");

        var results = OutcomeTable.Read(file);
        var comparison = RunComparer.OfModels(results, [.. results.Run.Models.Select(model => model.Name)], OutcomeBasis.Conditional);

        Assert.Equal((52, 15_600), (results.Run.Models.Count, results.Attempts.Count));
        Assert.Equal(
            [("20241220_blackboxai_agent_v1", 147), ("20241208_gru", 146), ("20241127_globant_codefixer_agent", 145),
                ("20241122_devlo", 142)],
            comparison.Ranking.Take(4).Select(ranking => (ranking.Model, (int)Math.Round(300 * ranking.Rate!.Value))));
        Assert.Equal(6, comparison.Ranking.Count(ranking => ranking.IsAmongBest));
        Assert.Equal(51, comparison.Overall.Count);
        Assert.All(comparison.Overall, pair => Assert.Equal(12, pair.Clusters));
    }

    private RunResults Read(string text)
    {
        var path = Path.Combine(_folder.FullName, "table.csv");
        File.WriteAllText(path, text);
        return OutcomeTable.Read(path);
    }
}
