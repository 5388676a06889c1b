using System.IO.Compression;
using System.Text;

namespace Eval.Datasets.Tests;

public sealed class RecordFormsTests
{
    private const string One =
        """{"task_id":"d/0","prompt":"def inc(x):\n","entry_point":"inc","test":"def check(c):\n    assert c(1) == 2\n"}""";
    private const string Two =
        """{"task_id":"d/1","prompt":"def dec(x):\n","entry_point":"dec","test":"def check(c):\n    assert c(1) == 0\n"}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Forms => new()
    {
        { "lines", $"{One}\n{Two}\n" },
        { "array", $"[{One},\n{Two}]" },
        { "objects one after another", $"\n{Indented(One)}\n{Indented(Two)}\n" },
        { "objects with commas", $"{Indented(One)},\n{Indented(Two)}" },
        { "map", $$"""{"d/0": {{One}}, "d/1": {{Two}}}""" },
        { "map of nameless records", $$"""{"d/0": {{Nameless(One)}},{{"\n"}} "d/1": {{Indented(Nameless(Two))}}}""" },
        { "page", $$"""{"features":[{"name":"x"}],"rows":[{"row_idx":0,"row":{{One}},"truncated_cells":[]},{"row_idx":1,"row":{{Two}}}],"partial":false}""" },
        { "page of a dataset", $$"""{"dataset":"d","features":[],"rows":[{"row":{{One}}},{"row":{{Two}}}]}""" },
        { "list below a name", $$"""{"test":[{{One}},{{"\n"}}{{Two}}]}""" },
        { "list beside a version", $$"""{"version":"1.1","count":2,"data":[{{Indented(One)}},{{Two}}]}""" },
        { "commas", "task_id,prompt,entry_point,test\n" + Row(",", "d/0", "inc", "2") + Row(",", "d/1", "dec", "0") },
        { "tabs", "task_id\tprompt\tentry_point\ttest\r\n" + Row("\t", "d/0", "inc", "2") + Row("\t", "d/1", "dec", "0") },
        { "a table with an index", ",task_id,prompt,entry_point,test\n0," + Row(",", "d/0", "inc", "2") + "1,"
            + Row(",", "d/1", "dec", "0") },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task The_same_tasks_are_read_from_every_form_of_a_file(string form, string text)
    {
        using var folder = new TemporaryFolder();
        var expected = await ReadAsync(folder.Write("plain.jsonl", $"{One}\n{Two}"));

        Assert.Equal(expected, await ReadAsync(folder.Write(form, text)));
        Assert.Equal(expected, await ReadAsync(folder.Write($"{form}.gz", Packed(text))));
        Assert.Equal(expected,
            await ReadAsync(folder.Write($"{form} with a mark", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)])));
    }

    [Theory]
    [InlineData("{\n \"d/0\": {\n  \"prompt\": \"def inc(x):\",\n  \"entry_point\": \"inc\",\n  \"test\": \"\"\n }\n}",
        ", line 2, field 'test': is empty; a text is needed.")]
    [InlineData("{\"task_id\":{\"0\":\"a\"},\"prompt\":{\"0\":\"p\"}}",
        ", line 1: 'task_id' holds a column of a table, but a record for each task is needed; pandas writes them with orient='records'.")]
    [InlineData("{\n \"task_id\": \"a\"\n}\noops", ", line 4: something other than a JSON object stands between the objects; remove it.")]
    [InlineData("{\n \"task_id\": \"a\n}", ", line 2: is not valid JSON: a text is not closed at the end of the line.")]
    [InlineData("{\n \"task_id\": \"a\",\n",
        ", line 1: the JSON object that begins here is not closed: the file is cut short, or a line of it is.")]
    [InlineData("{\"features\":[],\"rows\":[{\"row\":{\"a\":1},\n\"truncated_cells\":[\"a\"]}]}",
        ", line 2: the page cuts long cells of this row short ('truncated_cells'); download the set's Parquet or JSON file instead.")]
    [InlineData("{\"train\":[{\"task_id\":\"a\"}],\"test\":[{\"task_id\":\"b\"}]}",
        ", line 1: holds the lists train, test; write the one that is meant to a file of its own.")]
    [InlineData("task_id,test_list\n1,\"['assert f()']\"\n2\n",
        ", line 3: has 1 cells, but the first line names 2 columns; put cells that hold a delimiter into quotes.")]
    [InlineData("task_id,test_list\n1,\"['assert f()']\"\n2,\"['assert g()']\n",
        ", line 3: is no row of a table: a quote stands where none may; double the quotes within a quoted cell.")]
    [InlineData("task_id,test_list\n1,['assert f(\"a\")']\n",
        ", line 2: is no row of a table: a quote stands where none may; double the quotes within a quoted cell.")]
    [InlineData("task_id,task_id\n1,2\n", ", line 1, field 'task_id': names two columns; give each a name of its own.")]
    public async Task What_is_wrong_with_a_form_is_a_sentence(string text, string sentence)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("set", text);

        var mistake = await Assert.ThrowsAsync<DatasetFormatException>(() => ReadAsync(file));

        Assert.Equal(file + sentence, mistake.Sentences[0]);
    }

    [Fact]
    public async Task A_number_that_is_none_is_nothing_where_nobody_needs_it_and_itself_among_inputs()
    {
        using var folder = new TemporaryFolder();
        var plain = One.Replace("}", ",\"canonical_solution\":\"    return x + 1\"}", StringComparison.Ordinal);
        var withNaN = plain.Replace("{", "{\"rating\": NaN, \"language\":NaN,", StringComparison.Ordinal);
        var inputs = plain.Replace("\"test\"", "\"base_input\":[[NaN], [Infinity]],\"plus_input\":[[-Infinity, \"NaN\"]],\"test\"",
            StringComparison.Ordinal);

        Assert.Equal(await ReadAsync(folder.Write("a", plain)), await ReadAsync(folder.Write("b", withNaN)));
        var dataset = await DatasetCatalog.BesideProgram.OpenAsync(folder.Write("c", inputs), Ct);
        var task = Assert.IsType<FunctionTask>(await dataset.ReadAsync(Ct).SingleAsync(Ct));
        Assert.Contains("loads(\"[[NaN], [Infinity]]\") + list(__json.loads(\"[[-Infinity, \\u0022NaN\\u0022]]\"))",
            ((ProgramTests)task.Tests).Code, StringComparison.Ordinal);
    }

    private static string Nameless(string record) =>
        record.Replace("\"task_id\":\"d/0\",", "", StringComparison.Ordinal).Replace("\"task_id\":\"d/1\",", "", StringComparison.Ordinal);

    private static string Indented(string record) =>
        record.Replace("\",\"", "\",\n  \"", StringComparison.Ordinal).Replace("{\"", "{\n  \"", StringComparison.Ordinal)
        .Replace("\"}", "\"\n}", StringComparison.Ordinal);

    private static string Row(string delimiter, string id, string name, string result) =>
        string.Join(delimiter, id, $"\"def {name}(x):\n\"", name, $"\"def check(c):\n    assert c(1) == {result}\n\"") + "\n";

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static async Task<List<string>> ReadAsync(string file)
    {
        var dataset = await DatasetCatalog.BesideProgram.OpenAsync(file, Ct);
        return await dataset.ReadAsync(Ct).Select(task => $"{task.Id} {task.ContentHash}").ToListAsync(Ct);
    }
}
