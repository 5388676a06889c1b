using System.IO.Compression;
using System.Text;

namespace Eval.Datasets.Tests;

public sealed class MalformedRecordsTests
{
    private const string Human = """{"task_id":"a","prompt":"def f():","entry_point":"f","canonical_solution":" pass","test":"def check(c): pass"}""";
    private const string Own = """{"id":"a","class":"completion","prompt":"p","tests":[{"call":"S.F()","expected":1}]}""";
    private const string MultiPlE = """{"name":"a","language":"cs","prompt":"class P { static int F() {","tests":"}}","stop_tokens":[]}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The good record before the bad one, what to replace in a copy of it, and the sentence after the file's name.</summary>
    public static TheoryData<string, string, string, string> Mistakes => new()
    {
        { Human, "\"task_id\":\"a\",", "", ", line 2, field 'task_id': is missing; a text is needed." },
        { Human, "\"task_id\":\"a\"", "\"task_id\":7", ", line 2, field 'task_id': is a number; a text is needed." },
        { Human, "\"prompt\":\"def f():\"", "\"prompt\":\" \"", ", line 2, field 'prompt': is empty; a text is needed." },
        { Human, "\"prompt\":\"def f():\"", "\"prompt\":null", ", line 2, field 'prompt': is null; a text is needed." },
        { Human, "\"entry_point\":\"f\"", "\"entry_point\":[\"f\"]", ", line 2, field 'entry_point': is a list; a text is needed." },
        { Human, "\"test\":", "\"tset\":", ", line 2, field 'test': is missing; a text is needed." },
        { Human, "\"x\"", "\"x\"", ", line 2, field 'task_id': 'a' stands on line 1 already; give every task an id of its own." },
        { Human, "\"task_id\":\"a\"", "\"task_id\":\"b\",\"language\":\"csharp\"", ", line 2, field 'language': is 'csharp'; human-eval's test format is read for python only, use the project's own format for other languages." },
        { Human, Human, "[1]", ", line 2: is a list; a JSON object is needed, one for each task." },
        { Human, Human, "{\"task_id\":", ", line 2: is not valid JSON: Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed; one task is one JSON object on one line." },
        { MultiPlE, "\"language\":\"cs\"", "\"language\":\"\"", ", line 2, field 'language': is empty; a text is needed." },
        { MultiPlE, "\"stop_tokens\":[]", "\"stop_tokens\":\"}\"", ", line 2, field 'stop_tokens': is a text; a list of texts is needed." },
        { MultiPlE, "\"stop_tokens\":[]", "\"stop_tokens\":[1]", ", line 2, field 'stop_tokens': holds something other than texts; a list of texts is needed." },
        { Own, "completion", "chat", ", line 2, field 'class': is 'chat'; it must be one of completion, multi-constraint, library-api." },
        { Own, "\"class\":\"completion\",", "", ", line 2, field 'class': is missing; it must be one of completion, multi-constraint, library-api." },
        { Own, "completion", "multi-constraint", ", line 2, field 'constraints': is missing; a task of class multi-constraint names at least one." },
        { Own, "\"prompt\"", "\"difficulty\":\"hard\",\"prompt\"", ", line 2, field 'difficulty': is 'hard'; it must be one of simple, medium, complex." },
        { Own, "[{\"call\":\"S.F()\",\"expected\":1}]", "[]", ", line 2, field 'tests': holds no test; a task needs at least one." },
        { Own, "[{\"call\":\"S.F()\",\"expected\":1}]", "\" \"", ", line 2, field 'tests': is empty; a text is needed." },
        { Own, "[{\"call\":\"S.F()\",\"expected\":1}]", "7", ", line 2, field 'tests': is a number; a list of objects is needed." },
        { Own, "[{\"call\":\"S.F()\",\"expected\":1}]", "[3]", ", line 2, field 'tests[0]': is a number; an object is needed." },
        { Own, ",\"expected\":1", "", ", line 2, field 'tests[0].expected': is missing, and so is 'throws'; a test needs exactly one of them." },
        { Own, "\"expected\":1", "\"expected\":null,\"throws\":\"E\"", ", line 2, field 'tests[0].throws': stands beside 'expected'; a test needs exactly one of them." },
        { Own, "\"expected\":1", "\"expected\":1,\"tolerance\":-1", ", line 2, field 'tests[0].tolerance': is negative; a difference of 0 or more is needed." },
        { Own, "\"expected\":1", "\"expected\":1,\"visible\":\"yes\"", ", line 2, field 'tests[0].visible': is a text; true or false is needed." },
        { Own, "\"expected\":1", "\"expected\":1,\"tolerence\":1", ", line 2, field 'tests[0].tolerence': is not known; the fields are call, expected, throws, tolerance, unordered, visible." },
        { Own, "\"expected\":1", "\"expected\":[{\"$double\":\"nan\"}]", ", line 2, field 'tests[0].expected': holds a $double that is \"nan\"; it must be one of NaN, Infinity, -Infinity." },
        { Own, "\"prompt\"", "\"equivalentMutants\":[{\"mutant\":\"m\"}],\"prompt\"", ", line 2, field 'equivalentMutants[0].reason': is missing; a text is needed." },
        { Own, "\"class\"", "\"kind\":1,\"class\"", ", line 2, field 'kind': is not known; the fields are id, class, difficulty, language, entryPoint, measures, tags, constraints, tests, equivalentMutants, prompt, referenceSolution." },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_named_by_file_line_and_field(string good, string replace, string with, string sentence)
    {
        using var folder = new TemporaryFolder();
        var bad = good.Replace(replace, with, StringComparison.Ordinal);
        var file = folder.Write("set.jsonl", $"{good}\n{bad}\n");

        Assert.Equal(file + sentence, (await FailureAsync(file)).Message);
    }

    [Fact]
    public async Task A_field_given_twice_is_refused()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("set.jsonl", Human.Replace("{", "{\"prompt\":\"other\",", StringComparison.Ordinal));

        Assert.Contains("prompt", (await FailureAsync(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_refused()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = [.. Encoding.UTF8.GetBytes(Human), (byte)'\n', .. Encoding.Latin1.GetBytes(Human.Replace("def", "é", StringComparison.Ordinal))];
        var file = folder.Write("set.jsonl", bytes);

        Assert.Equal($"{file}, line 2: is not valid UTF-8; save the file as UTF-8.", (await FailureAsync(file)).Message);
    }

    [Fact]
    public async Task Utf16_is_refused()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("set.jsonl", [0xff, 0xfe, .. Encoding.Unicode.GetBytes(Human)]);

        Assert.Equal($"{file}, line 1: is UTF-16; save it as UTF-8.", (await FailureAsync(file)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n \r\n")]
    [InlineData("[]")]
    public async Task A_file_without_a_task_is_refused(string content)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("set.jsonl", content);

        Assert.Equal($"{file}: holds no task.", (await FailureAsync(file)).Message);
    }

    [Fact]
    public async Task A_gzip_file_cut_short_is_refused()
    {
        using var folder = new TemporaryFolder();
        var lines = string.Join('\n', Enumerable.Range(0, 500).Select(i => Human.Replace("\"a\"", $"\"{i}\"", StringComparison.Ordinal))) + new string('\n', 9000);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(lines));

        var file = folder.Write("set.jsonl.gz", packed.ToArray()[..^12]);

        Assert.Equal($"{file}: the gzip file is damaged or cut short; fetch or compress it again.", (await FailureAsync(file)).Message);
    }

    [Theory]
    [InlineData("[{\"id\":1}", ", line 1: the JSON array is not closed: the file is cut short.")]
    [InlineData("[{0},\n{0}]\nmore", ", line 3: text follows the end of the JSON array; remove it.")]
    [InlineData("[\n{0}\n,\n\n{1}]", ", line 5, field 'task_id': is a number; a text is needed.")]
    public async Task A_broken_array_is_refused_by_the_line(string content, string sentence)
    {
        using var folder = new TemporaryFolder();
        var wrong = Human.Replace("\"task_id\":\"a\"", "\"task_id\":7", StringComparison.Ordinal);
        var file = folder.Write("set.json", content.Replace("{0}", Human, StringComparison.Ordinal).Replace("{1}", wrong, StringComparison.Ordinal));

        Assert.Equal(file + sentence, (await FailureAsync(file)).Message);
    }

    private static Task<DatasetFormatException> FailureAsync(string file) =>
        Assert.ThrowsAsync<DatasetFormatException>(async () =>
        {
            var dataset = await DatasetCatalog.BesideProgram.OpenAsync(file, Ct);
            await DatasetInfo.ReadAsync(dataset, Ct);
        });
}
