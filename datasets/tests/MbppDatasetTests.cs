namespace Eval.Datasets.Tests;

public sealed class MbppDatasetTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("def max(a, b):\n  return a", "assert max(1, 2) == 2", "max")]
    [InlineData(null, "assert max(1, 2) == 2", "max")]
    [InlineData("def pairs(a):\n  return a", "assert set(pairs([1])) == set([1])", "pairs")]
    [InlineData(null, "assert set(pairs([1])) == set([1])", "pairs")]
    [InlineData("class Node:\n  pass\ndef helper(x):\r\n  pass\ndef depth(n):\n  pass", "assert depth(Node(1)) == 1", "depth")]
    [InlineData("sq = lambda x: x * x", "assert math.isclose(round(sq(2)), 4)", "sq")]
    [InlineData(null, "assert not (is_odd(2))", "is_odd")]
    public void The_entry_point_is_what_the_tests_call_and_the_code_defines(string? code, string test, string name) =>
        Assert.Equal(name, MbppDataset.EntryPoint([test], code));

    [Fact]
    public async Task Numbers_for_ids_and_empty_texts_for_nothing_are_read()
    {
        var task = await ReadAsync(
            """{"text":"Add one.","code":"def inc(x):\r\n  return x + 1","task_id":7,"test_setup_code":"","test_list":["assert inc(1) == 2"],"challenge_test_list":[]}""");

        Assert.Equal(("7", "inc", "python"), (task.Id, task.EntryPoint, task.Language));
        Assert.Equal("\nassert inc(1) == 2\n", ((ProgramTests)task.Tests).Code);
    }

    [Fact]
    public async Task Tests_beside_the_assertions_are_run_behind_them()
    {
        var task = await ReadAsync(
            """{"task_id":7,"prompt":"Add one.","code":"def inc(x): return x + 1","test_imports":["import math"],"test_list":["assert inc(1) == 2"],"test":"for x in [3]:\n    assert inc(x) == x + 1\n"}""");

        Assert.Equal("import math\n\nassert inc(1) == 2\nfor x in [3]:\n    assert inc(x) == x + 1\n", ((ProgramTests)task.Tests).Code);
    }

    [Fact]
    public async Task A_table_holds_its_lists_as_python_shows_them()
    {
        var task = await ReadAsync(
            "task_id,text,code,test_list\n7,Add one.,def inc(x): return x + 1,\"['assert inc(1) == 2'\n 'assert inc(2) == 3']\"\n");

        Assert.Equal("\nassert inc(1) == 2\nassert inc(2) == 3\n", ((ProgramTests)task.Tests).Code);
    }

    [Fact]
    public async Task A_task_without_a_test_is_set_aside()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("set.jsonl", """
            {"text":"t","task_id":1,"test_list":[]}
            {"text":"t","task_id":2,"test_list":["assert True"]}
            {"text":"t","task_id":3,"test_list":["assert f()"]}
            """);
        var dataset = await DatasetCatalog.BesideProgram.OpenAsync(file, Ct);

        Assert.Equal("3", (await dataset.ReadAsync(Ct).SingleAsync(Ct)).Id);
        Assert.Equal([new SetAsideTask("1", "test_list holds no test"), new SetAsideTask("2", "test_list holds no call of a function")],
            dataset.SetAside);
    }

    private static async Task<FunctionTask> ReadAsync(string text)
    {
        using var folder = new TemporaryFolder();
        var dataset = await DatasetCatalog.BesideProgram.OpenAsync(folder.Write("set", text), Ct);
        Assert.Equal("MBPP", dataset.Kind);
        return (FunctionTask)await dataset.ReadAsync(Ct).SingleAsync(Ct);
    }
}
