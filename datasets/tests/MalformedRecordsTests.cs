using System.IO.Compression;
using System.Text;

namespace Eval.Datasets.Tests;

public sealed class MalformedRecordsTests
{
    private const string Human =
        """{"task_id":"a","prompt":"def f():","entry_point":"f","canonical_solution":" pass","test":"def check(c): pass"}""";
    private const string Own = """{"id":"a","class":"completion","prompt":"p","tests":[{"call":"S.F()","expected":1}]}""";
    private const string MultiPlE = """{"name":"a","language":"cs","prompt":"class P { static int F() {","tests":"}}","stop_tokens":[]}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The good record before the bad one, what to replace in a copy of it, and the sentence after the file's name.</summary>
    public static TheoryData<string, string, string, string> Mistakes => new()
    {
        { Human, "\"task_id\":\"a\",", "", ", line 2, field 'task_id': is missing; a text is needed." },
        { Human, "\"task_id\":\"a\"", "\"task_id\":7.5", ", line 2, field 'task_id': is 7.5; a text or a whole number is needed." },
        { Human, "\"prompt\":\"def f():\"", "\"prompt\":\" \"", ", line 2, field 'prompt': is empty; a text is needed." },
        { Human, "\"prompt\":\"def f():\"", "\"prompt\":null", ", line 2, field 'prompt': is null; a text is needed." },
        { Human, "\"entry_point\":\"f\"", "\"entry_point\":[\"f\"]", ", line 2, field 'entry_point': is a list; a text is needed." },
        { Human, "\"test\":", "\"tset\":", ", line 2, field 'test': is missing; a text is needed, and 'tset' may be meant for it." },
        { Human, "\"x\"", "\"x\"", ", line 2, field 'task_id': 'a' stands on line 1 already; give every task an id of its own." },
        { Human, "\"task_id\":\"a\"", "\"task_id\":\"b\",\"language\":\"csharp\"", ", line 2, field 'language': is 'csharp', so the task "
            + "is in C#; records in human-eval's fields are run in Python and JavaScript only, use MultiPL-E's format or the project's own "
            + "for other languages." },
        { Human, Human, "[1]", ", line 2: is a list; a JSON object is needed, one for each task." },
        { Human, Human, "{\"task_id\":",
            ", line 2: is not valid JSON: an object or a list is not closed, so something is missing at its end." },
        { Human, Human, "{\"task_id\":\"b", ", line 2: is not valid JSON: a text is not closed." },
        { Human, Human, "{\"task_id\":\"b\"}}", ", line 2: is not valid JSON: a bracket is closed that was never opened." },
        { Human, Human, "{\"task_id\":\"b\"} {\"task_id\":\"c\"}",
            ", line 2: is not valid JSON: another object follows on the same line; write each on a line of its own." },
        { Human, Human, "{'task_id': 'b'}",
            ", line 2: is not valid JSON: this is how Python shows a dict, with names in single quotes; write it with json.dumps." },
        { Human, Human, "{\"task_id\": nothing at all that could be read}",
            ", line 2: is not valid JSON: 'nothing at all that coul…' is not expected where it stands." },
        { Human, "\"prompt\"", "\"task_id\":\"b\",\"prompt\"", ", line 2: is not valid JSON: the field 'task_id' stands there twice." },
        { Human, "def check(c): pass", "import unittest\\nclass T(unittest.TestCase):\\n    def test(self): pass",
            ", line 2, field 'test': is a class of unittest, which is not run; write a function check(candidate) with assertions." },
        { Human, "def check(c): pass", "def test(c): pass",
            ", line 2, field 'test': defines no function check(candidate) and calls nothing, so every answer would pass." },
        { MultiPlE, "\"language\":\"cs\"", "\"language\":\"\"", ", line 2, field 'language': is empty; a text is needed." },
        { MultiPlE, "\"stop_tokens\":[]", "\"stop_tokens\":\"}\"", ", line 2, field 'stop_tokens': is a text; a list of texts is needed." },
        { MultiPlE, "\"stop_tokens\":[]", "\"stop_tokens\":[1]",
            ", line 2, field 'stop_tokens': holds something other than texts; a list of texts is needed." },
        { Own, "completion", "chat", ", line 2, field 'class': is 'chat'; it must be one of completion, multi-constraint, library-api." },
        { Own, "\"class\":\"completion\",", "",
            ", line 2, field 'class': is missing; it must be one of completion, multi-constraint, library-api." },
        { Own, "completion", "multi-constraint",
            ", line 2, field 'constraints': is missing; a task of class multi-constraint names at least one." },
        { Own, "\"prompt\"", "\"difficulty\":\"hard\",\"prompt\"",
            ", line 2, field 'difficulty': is 'hard'; it must be one of simple, medium, complex." },
        { Own, "[{\"call\":\"S.F()\",\"expected\":1}]", "[]", ", line 2, field 'tests': holds no test; a task needs at least one." },
        { Own, "[{\"call\":\"S.F()\",\"expected\":1}]", "\" \"", ", line 2, field 'tests': is empty; a text is needed." },
        { Own, "[{\"call\":\"S.F()\",\"expected\":1}]", "7", ", line 2, field 'tests': is a number; a list of objects is needed." },
        { Own, "[{\"call\":\"S.F()\",\"expected\":1}]", "[3]", ", line 2, field 'tests[0]': is a number; an object is needed." },
        { Own, "\"prompt\"", "\"language\":\"js\",\"prompt\"",
            ", line 2, field 'tests': lists calls, which are C#, for a task in javascript; write its tests as the text of a program." },
        { Own, ",\"expected\":1", "",
            ", line 2, field 'tests[0].expected': is missing, and so is 'throws'; a test needs exactly one of them." },
        { Own, "\"expected\":1", "\"expected\":null,\"throws\":\"E\"",
            ", line 2, field 'tests[0].throws': stands beside 'expected'; a test needs exactly one of them." },
        { Own, "\"expected\":1", "\"expected\":1,\"tolerance\":-1",
            ", line 2, field 'tests[0].tolerance': is negative; a difference of 0 or more is needed." },
        { Own, "\"expected\":1", "\"expected\":1,\"visible\":\"yes\"",
            ", line 2, field 'tests[0].visible': is a text; true or false is needed." },
        { Own, "\"expected\":1", "\"expected\":1,\"tolerence\":1", ", line 2, field 'tests[0].tolerence': is not known; did you mean "
            + "'tolerance'? The fields are call, expected, throws, tolerance, unordered, visible." },
        { Own, "\"expected\":1", "\"expected\":[{\"$double\":\"nan\"}]",
            ", line 2, field 'tests[0].expected': holds a $double that is \"nan\"; it must be one of NaN, Infinity, -Infinity." },
        { Own, "\"prompt\"", "\"equivalentMutants\":[{\"mutant\":\"m\"}],\"prompt\"",
            ", line 2, field 'equivalentMutants[0].reason': is missing; a text is needed." },
        { Own, "\"class\"", "\"kind\":1,\"class\"", ", line 2, field 'kind': is not known; the fields are id, class, difficulty, language, "
            + "entryPoint, measures, tags, constraints, tests, equivalentMutants, prompt, referenceSolution." },
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
        byte[] bytes = [.. Encoding.UTF8.GetBytes(Human), (byte)'\n',
            .. Encoding.Latin1.GetBytes(Human.Replace("def", "é", StringComparison.Ordinal))];
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
        var lines = string.Join('\n', Enumerable.Range(0, 500).Select(i => Human.Replace("\"a\"", $"\"{i}\"", StringComparison.Ordinal)))
            + new string('\n', 9000);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(lines));
        }

        var file = folder.Write("set.jsonl.gz", packed.ToArray()[..^12]);

        Assert.Equal($"{file}: the gzip file is damaged or cut short; fetch or compress it again.", (await FailureAsync(file)).Message);
    }

    [Theory]
    [InlineData("[{\"id\":1}", ", line 1: the JSON array is not closed: the file is cut short.")]
    [InlineData("[{0},\n{0}]\nmore", ", line 3: text follows the end of the JSON array; remove it.")]
    [InlineData("[\n{0}\n,\n\n{1}]", ", line 5, field 'task_id': is 7.5; a text or a whole number is needed.")]
    public async Task A_broken_array_is_refused_by_the_line(string content, string sentence)
    {
        using var folder = new TemporaryFolder();
        var wrong = Human.Replace("\"task_id\":\"a\"", "\"task_id\":7.5", StringComparison.Ordinal);
        var file = folder.Write("set.json",
            content.Replace("{0}", Human, StringComparison.Ordinal).Replace("{1}", wrong, StringComparison.Ordinal));

        Assert.Equal(file + sentence, (await FailureAsync(file)).Message);
    }

    [Fact]
    public async Task Of_many_mistakes_the_first_three_are_named_and_the_others_counted()
    {
        using var folder = new TemporaryFolder();
        var wrong = string.Join('\n', Enumerable.Range(0, 5).Select(i => $$"""{"task_id":"{{i}}","prompt":""}"""));
        var file = folder.Write("set.jsonl", $"{Human}\n{wrong}");

        var mistake = await FailureAsync(file);

        Assert.Equal((2, "prompt"), (mistake.Line, mistake.Field));
        Assert.Equal(
            [.. new[] { 2, 3, 4 }.Select(line => $"{file}, line {line}, field 'prompt': is empty; a text is needed."),
                $"{file}: 2 more records have mistakes."],
            mistake.Sentences);
    }

    [Fact]
    public async Task A_record_of_no_known_kind_is_told_the_nearest_and_of_many_fields_a_dozen()
    {
        using var folder = new TemporaryFolder();
        var near = folder.Write("near.jsonl", Human.Replace("entry_point", "entrypoint", StringComparison.Ordinal));
        var far = folder.Write("far.jsonl", "{" + string.Join(',', Enumerable.Range(0, 148).Select(i => $"\"f{i}\":1")) + "}");

        Assert.Contains("nearest is human-eval, where 'entry_point' is missing (did you mean it by 'entrypoint'?)",
            (await FailureAsync(near)).Message, StringComparison.Ordinal);
        Assert.Contains("f10, f11 and 136 more. EvalPlus needs", (await FailureAsync(far)).Message, StringComparison.Ordinal);
    }

    private static Task<DatasetFormatException> FailureAsync(string file) =>
        Assert.ThrowsAsync<DatasetFormatException>(async () =>
        {
            var dataset = await DatasetCatalog.BesideProgram.OpenAsync(file, Ct);
            await DatasetInfo.ReadAsync(dataset, Ct);
        });
}
