using System.IO.Compression;
using System.Text;

namespace Eval.Datasets.Tests;

public sealed class CompletionFileTests : IDisposable
{
    private static readonly string[][] Orders = [["Own/0", "Own/1", "7"], ["7", "Own/1"]];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The text of a file, and its answers as model, task, sample, kind and text.</summary>
    public static TheoryData<string, string> Answers => new()
    {
        { """{"task_id":"Own/0","completion":"c"}""", "file Own/0 0 Completion c" },
        { """{"task_id":"Own/0","solution":"s","model":"m","sample":3}""", "m Own/0 3 Solution s" },
        { """{"task_id":7,"reply":"r"}""", "file 7 0 Reply r" },
        { """{"task_id":"Own/0","completion":null}""", "file Own/0 0 Reply " },
        { """{"task_id":"Own/0","completion":null,"solution":"s"}""", "file Own/0 0 Solution s" },
        { """{"task_id":"Own/0","completion":""}""", "file Own/0 0 Completion " },
        { """{"task_id":"Own/0","response":"r"}""", "file Own/0 0 Reply r" },
        { """{"task_id":"Own/0","output":"r","model":""}""", "file Own/0 0 Reply r" },
        { """{"task_id":"Own/0","generation":"r"}""", "file Own/0 0 Reply r" },
        { """{"task_id":"Own/0","response":"r","solution":"s"}""", "file Own/0 0 Solution s" },
        { """{"task_id":"Own/0","solutions":["s",null,"t"]}""", "file Own/0 0 Solution s\nfile Own/0 1 Reply \nfile Own/0 2 Solution t" },
        { """{"name":"Own/0","completions":["c","d"],"stop_tokens":[]}""", "file Own/0 0 Completion c\nfile Own/0 1 Completion d" },
        { "{\"task_id\":\"Own/0\",\"completion\":\"c\"}\n{\"task_id\":\"Own/0\",\"completion\":\"d\"}",
            "file Own/0 0 Completion c\nfile Own/0 1 Completion d" },
        { "{\n  \"name\": \"Own/0\",\n  \"completions\": [\n    \"c\"\n  ]\n}", "file Own/0 0 Completion c" },
        { """{"Own/0":{"completion":"c"},"Own/1":{"reply":"r"}}""", "file Own/0 0 Completion c\nfile Own/1 0 Reply r" },
        { "task_id,solution\n7,s\nOwn/1,\n", "file 7 0 Solution s\nfile Own/1 0 Reply " },
        { """[["a","b"],[],["c"]]""", "file Own/0 0 Solution a\nfile Own/0 1 Solution b\nfile 7 0 Solution c" },
        { """[["a"],["b"]]""", "file 7 0 Solution a\nfile Own/1 0 Solution b" },
        { """[["a"],null,["c"]]""", "file Own/0 0 Solution a\nfile Own/1 0 Reply \nfile 7 0 Solution c" },
        { """[["a"],[null],["c"]]""", "file Own/0 0 Solution a\nfile Own/1 0 Reply \nfile 7 0 Solution c" },
        { """{"doc_id":0,"doc":{"task_id":"Own/0","prompt":"P"},"resps":[["r","s"]]}""", "file Own/0 0 Reply r\nfile Own/0 1 Reply s" },
        { """{"doc_id":0,"doc":{"task_id":7,"prompt":"P"},"resps":[["r"]],"filtered_resps":[["Pr"]]}""", "file 7 0 Solution Pr" },
        {
            "{\"doc\":{\"task_id\":\"Own/0\"},\"resps\":[[\"r\"]],\"filtered_resps\":[\"f\"],\"filter\":\"a\"}\n{\"doc\":{\"task_id\":\"Own/0\"},\"resps\":[[\"r\"]],\"filtered_resps\":[\"g\"],\"filter\":\"b\"}",
            "file Own/0 0 Reply f"
        },
    };

    public static TheoryData<string, string> Mistakes => new()
    {
        { """{"task_id":"Own/0"}""",
            ", line 1, field 'completion': is missing, and so are 'solution' and 'reply'; an answer has exactly one of them." },
        { """{"task_id":"Own/0","code":"c"}""", ", line 1, field 'completion': is missing, and so are 'solution' and 'reply'; an answer "
            + "has exactly one of them (did you mean 'solution' by 'code'?)." },
        { """{"task_id":"Own/0","complection":"c"}""", ", line 1, field 'completion': is missing, and so are 'solution' and 'reply'; an "
            + "answer has exactly one of them (did you mean 'completion' by 'complection'?)." },
        { """{"task_id":"Own/0","completion":"c","reply":"r"}""",
            ", line 1, field 'completion': stands beside reply; an answer has exactly one of completion, solution and reply." },
        { """{"task_id":"Own/0","response":"c","output":"r"}""",
            ", line 1, field 'reply': is missing, and both 'response' and 'output' may be meant for it; call the reply 'reply'." },
        { """{"task_id":"Own/0","reply":{"role":"assistant"}}""", ", line 1, field 'reply': is an object; a text is needed." },
        { """{"taskid":"Own/0","reply":"r"}""",
            ", line 1, field 'task_id': is missing; every answer names its task (did you mean it by 'taskid'?)." },
        { """{"instance_id":"a","model_patch":"diff"}""",
            ", line 1, field 'task_id': is missing; a file with 'model_patch' is graded with --predictions." },
        { """[["a"]]""", ": holds 1 lists of generations without ids, but there are 3 or 2 tasks; name exactly the tasks they are for with "
            + "--datasets, --tasks or --limit." },
        { """{"doc":{"task_id":"Own/0","prompt":"\ud800"},"resps":[["r"]]}""", ", line 1, field 'doc.prompt': holds one half of a "
            + "surrogate pair, which no text has; Python writes a byte that is not UTF-8 like that." },
        { """[["a"],{},["b"]]""",
            ", line 1: is no list of texts, as the lists before it are; a task's generations are a list of programs." },
        { """[["a"],7,["b"]]""",
            ", line 1: is no list of texts, as the lists before it are; a task's generations are a list of programs." },
        { "{\"task_id\":\"Own/0\",\"reply\":\"r\",\"sample\":1}\n{\"task_id\":\"Own/0\",\"reply\":\"r\",\"sample\":1}",
            ", line 2, field 'sample': 1 of task Own/0 stands in the file already; number a model's answers to a task from 0." },
        { "", ": holds no answer." },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Answers_are_read_from_every_form(string text, string answers) =>
        Assert.Equal(answers.Split('\n'), await ReadAsync(_folder.Write("file.jsonl", text)));

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_a_sentence_with_file_line_and_field(string text, string sentence)
    {
        var file = _folder.Write("file.jsonl", text);

        var mistake = await Assert.ThrowsAsync<DatasetFormatException>(() => ReadAsync(file));

        Assert.Equal(file + sentence, mistake.Message);
    }

    [Fact]
    public async Task Of_many_mistakes_three_are_named()
    {
        var file = _folder.Write("file.jsonl", string.Join('\n', Enumerable.Range(0, 9).Select(i => $$"""{"task_id":"{{i}}"}""")));

        var mistake = await Assert.ThrowsAsync<DatasetFormatException>(() => ReadAsync(file));

        Assert.Equal(4, mistake.Sentences.Count);
        Assert.Equal($"{file}: 6 more records have mistakes.", mistake.Sentences[3]);
    }

    [Fact]
    public async Task A_folder_with_a_file_for_each_task_is_one_model_called_like_it()
    {
        _folder.Write("mp-results/Own_0.json.gz", Packed("""{"name":"Own/0","language":"cs","completions":["a","b"]}"""));
        _folder.Write("mp-results/Own_0.results.json.gz", Packed("""{"name":"Own/0","results":[{"status":"OK"}]}"""));
        _folder.Write("mp-results/second.json", "{\n \"name\": \"Own/1\",\n \"completions\": [\"c\"]\n}");
        _folder.Write("mp-results/notes.txt", "nothing");

        string[] all = ["mp-results Own/0 0 Completion a", "mp-results Own/0 1 Completion b", "mp-results Own/1 0 Completion c"];
        Assert.Equal(all, await ReadAsync(Path.Combine(_folder.Path, "mp-results")));
        Assert.Equal(all, await ReadAsync(Path.Combine(_folder.Path, "mp-results/")));
        Assert.Equal(all[..2], await ReadAsync(Path.Combine(_folder.Path, "mp-results", "Own_0.json.gz")));
    }

    [Fact]
    public async Task A_folder_of_numbered_programs_for_each_task_is_one_model()
    {
        _folder.Write("gpt-x_temp_0.0/Own_0/0.py", "a");
        _folder.Write("gpt-x_temp_0.0/Own_0/10.py", "\uFEFFb");
        _folder.Write("gpt-x_temp_0.0/7/0.py", "c");
        _folder.Write("gpt-x_temp_0.0/Unheard_3/0.py", "d");
        _folder.Write("gpt-x_temp_0.0/eval_results.json", "{}");

        Assert.Equal(
            ["gpt-x_temp_0.0 7 0 Solution c", "gpt-x_temp_0.0 Own/0 0 Solution a", "gpt-x_temp_0.0 Own/0 10 Solution b",
                "gpt-x_temp_0.0 Unheard_3 0 Solution d"],
            await ReadAsync(Path.Combine(_folder.Path, "gpt-x_temp_0.0")));
    }

    [Fact]
    public async Task A_folder_of_files_with_many_tasks_is_a_model_for_each_and_inner_folders_are_too()
    {
        _folder.Write("all/one.jsonl", """{"task_id":"Own/0","reply":"a"}""");
        _folder.Write("all/two.json", """[{"task_id":"Own/0","reply":"b"},{"task_id":"Own/1","reply":"c"}]""");
        _folder.Write("all/owner__model/samples_humaneval_2026-01-01.jsonl", """{"doc":{"task_id":"Own/1"},"resps":[["d"]]}""");
        _folder.Write("all/owner__model/results_2026-01-01.json", """{"results":{}}""");

        Assert.Equal(
            ["one Own/0 0 Reply a", "two Own/0 0 Reply b", "two Own/1 0 Reply c", "owner__model Own/1 0 Reply d"],
            await ReadAsync(Path.Combine(_folder.Path, "all")));
    }

    [Fact]
    public async Task A_record_of_one_answer_stays_as_it_stands_beside_it()
    {
        var file = _folder.Write("file.jsonl",
            "{\"task_id\":\"Own/0\",\"reply\":\"a\",\"note\":NaN}\n{\"name\":\"Own/1\",\"completions\":[\"b\",\"c\"]}");

        var records = await CompletionFile.ReadRecordsAsync(file, Orders, Ct)
            .Select(each => each.Record?.GetProperty("task_id").GetString()).ToListAsync(Ct);

        Assert.Equal(["Own/0", null, null], records);
    }

    private static Task<string[]> ReadAsync(string path) =>
        CompletionFile.ReadAsync(path, Orders, Ct).Select(each => $"{each.Model} {each.TaskId} {each.Sample} {each.Kind} {each.Text}")
            .ToArrayAsync(Ct).AsTask();

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
