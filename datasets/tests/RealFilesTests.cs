namespace Eval.Datasets.Tests;

[Trait("Needs", "shared data")]
public sealed class RealFilesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Human_eval_is_read_whole()
    {
        var dataset = await OpenAsync("humaneval/HumanEval.jsonl.gz");

        var info = await DatasetInfo.ReadAsync(dataset, Ct);
        var tasks = await dataset.ReadAsync(Ct).Cast<FunctionTask>().ToListAsync(Ct);

        Assert.Equal(("HumanEval", "human-eval", 164), (info.Name, info.Kind, info.Tasks));
        Assert.Equal("b796127e635a67f93fb35c04f4cb03cf06f38c8072ee7cee8833d7bee06979ef", info.Hash);
        Assert.Equal(164, info.Languages["python"]);
        Assert.Equal("HumanEval/0", tasks[0].Id);
        Assert.Equal("has_close_elements", tasks[0].EntryPoint);
        Assert.All(tasks, task => Assert.StartsWith(task.Prompt, task.ReferenceSolution, StringComparison.Ordinal));
        Assert.All(tasks, task => Assert.Equal(ProgramTestStyle.HumanEvalCheck, Assert.IsType<ProgramTests>(task.Tests).Style));
        Assert.Equal(164, tasks.Select(task => task.ContentHash).Distinct().Count());
    }

    [Fact]
    public async Task MultiPlE_in_csharp_is_read_whole_with_the_method_each_prompt_opens()
    {
        var dataset = await OpenAsync("humaneval-cs/multipl-e-humaneval-cs-reworded.jsonl");
        var tasks = await dataset.ReadAsync(Ct).Cast<FunctionTask>().ToListAsync(Ct);

        Assert.Equal(158, tasks.Count);
        Assert.Equal("MultiPL-E", dataset.Kind);
        Assert.All(tasks, task => Assert.Equal(("csharp", PromptStyle.Continuation), (task.Language, task.PromptStyle)));
        Assert.Equal("Strlen", tasks[0].EntryPoint);
        Assert.Equal(["\n    }\n"], tasks[0].StopTokens);

        // The tests call the method that the prompt leaves open.
        Assert.All(tasks, task => Assert.Contains(task.EntryPoint + "(", ((ProgramTests)task.Tests).Code, StringComparison.Ordinal));
    }

    [Fact]
    public async Task MbppPlus_is_read_whole_although_it_holds_infinite_numbers()
    {
        var dataset = await OpenAsync("mbpp/MbppPlus.jsonl.gz");
        var tasks = await dataset.ReadAsync(Ct).Cast<FunctionTask>().ToListAsync(Ct);

        Assert.Equal(("EvalPlus", 378), (dataset.Kind, tasks.Count));
        Assert.All(tasks, task => Assert.Equal(("python", PromptStyle.Instruction), (task.Language, task.PromptStyle)));
        Assert.Equal("similar_elements", tasks[0].EntryPoint);
    }

    [Fact]
    public async Task Mbpp_is_read_whole_as_it_was_published()
    {
        var dataset = await OpenAsync("mbpp/MBPP-full.jsonl");
        var tasks = await dataset.ReadAsync(Ct).Cast<FunctionTask>().ToListAsync(Ct);

        Assert.Equal(("MBPP", 974, 0), (dataset.Kind, tasks.Count, dataset.SetAside.Count));
        Assert.Equal(Enumerable.Range(1, 974).Select(id => $"{id}"), tasks.Select(task => task.Id));
        Assert.Equal("sum", tasks.Single(task => task.Id == "126").EntryPoint);
        Assert.Equal("max_chain_length", tasks.Single(task => task.Id == "601").EntryPoint);
        Assert.All(tasks, task => Assert.Matches($@"(?m)^def\s+{task.EntryPoint}\b", task.ReferenceSolution));
    }

    [Fact]
    public async Task HumanEvalPlus_in_human_evals_fields_is_read_whole()
    {
        var dataset = await OpenAsync("humaneval-plus/HumanEvalPlus-OriginFmt.jsonl.gz");
        var tasks = await dataset.ReadAsync(Ct).Cast<FunctionTask>().ToListAsync(Ct);

        Assert.Equal(("human-eval", 164), (dataset.Kind, tasks.Count));
        Assert.All(tasks, task => Assert.Equal(("python", ProgramTestStyle.HumanEvalCheck),
            (task.Language, ((ProgramTests)task.Tests).Style)));
    }

    [Theory]
    [InlineData("outcomes/swe-bench-lite-resolved-by.jsonl", "is of no known kind")]
    public async Task A_kind_that_is_not_read_is_refused_with_its_fields(string file, string sentence)
    {
        var e = await Assert.ThrowsAsync<DatasetFormatException>(() => OpenAsync(file));

        Assert.Contains(sentence, e.Message, StringComparison.Ordinal);
        Assert.Contains("human-eval needs task_id+prompt+entry_point+test", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Human_evals_shape_in_another_language_is_refused_by_its_language()
    {
        var dataset = await OpenAsync("humaneval-cs/mxeval-humaneval-csharp.jsonl");

        var e = await Assert.ThrowsAsync<DatasetFormatException>(async () => await dataset.ReadAsync(Ct).FirstAsync(Ct));

        Assert.Equal((1, "language"), (e.Line, e.Field));
        Assert.Single(e.Sentences);
    }

    private static Task<IDataset> OpenAsync(string relativePath) =>
        DatasetCatalog.BesideProgram.OpenAsync(Require.SharedData(relativePath), Ct);
}
