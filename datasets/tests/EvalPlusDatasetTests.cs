namespace Eval.Datasets.Tests;

public sealed class EvalPlusDatasetTests
{
    /// <summary>As HumanEval+ was published: a prompt to go on with, a contract, inputs and a tolerance.</summary>
    private const string Record =
        """{"task_id":"HumanEval/0","prompt":"def half(x):\n","contract":"\n    assert x > 0 # $_CONTRACT_$\n","canonical_solution":"    return x / 2\n","entry_point":"half","base_input":[[2]],"plus_input":[[3],[1e-3]],"atol":1e-06}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task HumanEvalPlus_is_read_as_it_was_published()
    {
        var task = await ReadAsync(Record);

        Assert.Equal(("HumanEval/0", "python", "half", PromptStyle.Continuation),
            (task.Id, task.Language, task.EntryPoint, task.PromptStyle));
        Assert.Equal("def half(x):\n    return x / 2\n", task.ReferenceSolution);
        var code = Assert.IsType<ProgramTests>(task.Tests).Code;
        Assert.Contains("__json.loads(\"[[2]]\") + list(__json.loads(\"[[3],[1e-3]]\"))", code, StringComparison.Ordinal);
        Assert.Contains("atol=\"1e-06\"", code, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task A_set_cut_to_its_base_inputs_has_no_further_ones(string plus)
    {
        var task = await ReadAsync(Record.Replace("[[3],[1e-3]]", plus, StringComparison.Ordinal)
            .Replace("1e-06", "null", StringComparison.Ordinal));

        Assert.Contains("list(__json.loads(\"[]\"))", ((ProgramTests)task.Tests).Code, StringComparison.Ordinal);
        Assert.Contains("atol=\"0\"", ((ProgramTests)task.Tests).Code, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inputs_that_are_no_list_are_refused()
    {
        var mistake = await Assert.ThrowsAsync<DatasetFormatException>(() =>
            ReadAsync(Record.Replace("[[2]]", "7", StringComparison.Ordinal)));

        Assert.EndsWith("field 'base_input': is no list of inputs; a list with a list of arguments for each call is needed.",
            mistake.Message, StringComparison.Ordinal);
    }

    private static async Task<FunctionTask> ReadAsync(string record)
    {
        using var folder = new TemporaryFolder();
        var dataset = await DatasetCatalog.BesideProgram.OpenAsync(folder.Write("set.jsonl", record), Ct);
        Assert.Equal("EvalPlus", dataset.Kind);
        return (FunctionTask)await dataset.ReadAsync(Ct).SingleAsync(Ct);
    }
}
