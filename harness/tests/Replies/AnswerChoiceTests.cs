using Eval.Datasets;
using Eval.Harness.Replies;
using Eval.Harness.Tests.Scoring;

namespace Eval.Harness.Tests.Replies;

/// <summary>The rule by which the answer is chosen among the pieces of a reply, rank by rank, in Python, JavaScript and C#.</summary>
public sealed class AnswerChoiceTests(ScorerFixture scorer) : IClassFixture<ScorerFixture>
{
    private const string Python = "def triple(n):\n    return 3 * n";
    private const string PythonPrompt = "import math\n\n\ndef triple(n):\n    \"\"\"Three times n.\"\"\"\n";
    private const string Script = "function triple(n) {\n  return 3 * n;\n}";
    private const string ScriptPrompt = "// Three times n.\nfunction triple(n){\n";
    private const string CSharp = "public static class Tripler\n{\n    public static int Triple(int n) => 3 * n;\n}";

    /// <summary>Two pieces: the one that must be chosen, its rank, and what stands behind it and must lose.</summary>
    public static TheoryData<string, string, string, string> Ranks => new()
    {
        // A later piece that declares nothing never wins.
        { "python", Python, "declares_entry_point", "print(triple(4))" },
        { "python", Python, "declares_entry_point", "from answer import triple\n\ndef test_triple():\n    assert triple(1) == 3" },
        { "python", Python, "declares_entry_point",
            "import unittest\n\nclass TestTriple(unittest.TestCase):\n    def test_it(self):\n        self.assertEqual(triple(1), 3)" },
        { "python", Python, "declares_entry_point", ">>> triple(2)\n6" },
        { "python", Python, "declares_entry_point", "def triple(n: int) -> int:\n    \"\"\"Three times n.\"\"\"\n    ..." },
        { "python", Python, "declares_entry_point", "class Solver:\n    def triple(self, n):\n        return n" },
        { "python", Python, "declares_entry_point", "    return n" },
        { "python", Python, "declares_entry_point", "def triple(n):\n    return 3 n" },
        { "python", "triple = lambda n: 3 * n", "declares_entry_point", "result = triple(2)" },
        { "python", "    return 3 * n", "completes_prompt", "print(triple(4))" },
        { "python", "    while n < 0:\n        n += 1\n    return 3 * n\n\ndef other():\n    pass", "completes_prompt", "result = 9" },
        { "javascript", Script, "declares_entry_point", "console.log(triple(4));" },
        { "javascript", Script, "declares_entry_point",
            "const { triple } = require('./triple');\nconst assert = require('assert');\nassert.equal(triple(1), 3);" },
        { "javascript", Script, "declares_entry_point", "import { triple } from './triple.js';\nconsole.log(triple(1));" },
        { "javascript", Script, "declares_entry_point", "class Maths {\n  triple(n) { return n; }\n}" },
        { "javascript", "  return 3 * n;\n}", "completes_prompt", "console.log(triple(4));" },
        { "javascript", "  return 3 * n;\n}", "completes_prompt", "module.exports = { triple };" },
        { "javascript", "  return 3 * n;\n}", "completes_prompt", "export default triple;" },
        { "javascript", "module.exports = n => 3 * n;", "declares_member", "console.log(triple(4));" },
        { "csharp", CSharp, "declares_entry_point", "var six = Tripler.Triple(2);\nConsole.WriteLine(six);" },
        { "csharp", CSharp, "declares_entry_point",
            "using Xunit;\npublic class TriplerTests\n{\n    [Fact]\n    public void Triple() => Assert.Equal(6, Tripler.Triple(2));\n}" },
        { "csharp", CSharp, "declares_entry_point", "[TestFixture]\npublic class Tests { [Test] public void Triple() { } }" },
        { "csharp", CSharp, "declares_entry_point", "public interface ITripler\n{\n    int Triple(int n);\n}" },
        { "csharp", CSharp, "declares_entry_point", "public static class Other { public static int Triple(int n) => n; }" },
        { "csharp", CSharp, "declares_entry_point",
            "public static class Tripler { public static int Triple(int n) => throw new NotImplementedException(); }" },
        { "csharp", "public static class Other { public static int Triple(int n) => 3 * n; }", "declares_member",
            "class Program { static void Main() => Console.WriteLine(Other.Triple(1)); }" },
        { "csharp", "static int Triple(int n) => 3 * n;", "declares_member", "Console.WriteLine(Triple(1));" },
        { "csharp", "public static class Thrice { public static int Times(int n) => 3 * n; }", "parses", "public static class { }" },
    };

    [Theory]
    [MemberData(nameof(Ranks))]
    public async Task The_strongest_evidence_wins_wherever_it_stands(string language, string answer, string rank, string other)
    {
        foreach (var reply in new[] { $"First:\n\n```\n{answer}\n```\n\nThen:\n\n```\n{other}\n```\n",
            $"First:\n\n```\n{other}\n```\n\nThen:\n\n```\n{answer}\n```\n" })
        {
            var found = await ExtractAsync(language, reply);

            Assert.Equal(rank, found.Rank.Name());
            Assert.Contains(answer.Trim(), found.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(other.Trim(), found.Text, StringComparison.Ordinal);
            Assert.Equal(2, found.Candidates);
        }
    }

    [Theory]
    [InlineData("python", "def triple(n):\n    return n")]
    [InlineData("javascript", "function triple(n) { return n; }")]
    [InlineData("csharp", "public static class Tripler { public static int Triple(int n) => n; }")]
    public async Task Among_equals_the_last_wins(string language, string draft)
    {
        var answer = AnswerIn(language);

        var found = await ExtractAsync(language, $"```\n{draft}\n```\nNo, wait:\n```\n{answer}\n```\n");

        Assert.EndsWith(answer, found.Code, StringComparison.Ordinal);
        Assert.DoesNotContain(draft, found.Code, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_over_several_pieces_takes_those_it_needs_and_no_draft()
    {
        var found = await ExtractAsync("python", """
            ```python
            import functools
            ```
            A helper:
            ```python
            FACTOR = 3

            def times(n):
                return functools.reduce(lambda a, b: a + b, [n] * FACTOR)
            ```
            A first idea:
            ```python
            def add(a, b):
                return a + b

            def triple(n):
                return add(n, add(n, n))

            print(triple(2))
            ```
            Better:
            ```python
            def triple(n):
                n = add(n, 0)
                return times(n)
            ```
            ```python
            result = triple(4)
            ```
            """);

        Assert.Equal(AnswerRank.DeclaresEntryPoint, found.Rank);
        Assert.Contains("import functools", found.Code, StringComparison.Ordinal);
        Assert.Contains("FACTOR = 3", found.Code, StringComparison.Ordinal);
        Assert.Contains("def add(a, b)", found.Code, StringComparison.Ordinal);
        Assert.DoesNotContain("print(", found.Code, StringComparison.Ordinal);
        Assert.DoesNotContain("add(n, add", found.Code, StringComparison.Ordinal);
        Assert.DoesNotContain("result", found.Code, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_takes_the_helpers_it_needs_too()
    {
        var found = await ExtractAsync("javascript",
            "```js\nconst times = (n, m) => n * m;\n```\n```js\nconst unused = 1;\n```\n```js\nconst triple = n => times(n, 3);\n```\n");

        Assert.Equal("const times = (n, m) => n * m;\n\nconst triple = n => times(n, 3);", found.Code);
    }

    [Theory]
    [InlineData("module.exports = function triple(n) { return 3 * n; };")]
    [InlineData("exports.triple = n => 3 * n;")]
    [InlineData("module.exports.triple = async function (n) { return 3 * n; };")]
    [InlineData("class Maths { static three(n) { return 3 * n; } }\nmodule.exports = { triple: n => Maths.three(n) };")]
    [InlineData("const api = { triple(n) { return 3 * n; } };\nconst { triple } = api;")]
    [InlineData("module.exports = { triple(n) { return 3 * n; }, other: 1 };")]
    [InlineData("const f = n => 3 * n;\nexport { f as triple };")]
    [InlineData("export default function triple(n) { return 3 * n; }")]
    [InlineData("globalThis.triple = n => 3 * n;")]
    [InlineData("export class triple { }")]
    [InlineData("exports = module.exports = { triple: three };\nfunction three(n) { return 3 * n; }")]
    [InlineData("const api = module.exports = { triple: n => 3 * n };")]
    [InlineData("exports.default = exports.triple = n => 3 * n;")]
    public async Task Script_that_exports_declares(string code)
    {
        var found = await ExtractAsync("javascript", $"Here:\n\n```javascript\n{code}\n```\n");

        Assert.Equal((AnswerRank.DeclaresEntryPoint, code), (found.Rank, found.Code));
    }

    [Theory]
    [InlineData("export default n => 3 * n;", "declares_member")]
    [InlineData("module.exports = function (n) { return 3 * n; };", "declares_member")]
    [InlineData("const three = n => 3 * n;\nmodule.exports = three;", "declares_member")]
    [InlineData("const three = n => 3 * n;\nexport { three as default };", "declares_member")]
    [InlineData("module.exports = once((n) => 3 * n);", "declares_member")]
    [InlineData("const api = { triple(n) { return 3 * n; } };", "declares_member")]
    [InlineData("const api = { async triple(n) { return 3 * n; } };", "declares_member")]
    [InlineData("const result = { triple: triple(2) };", "parses")]
    [InlineData("const marks = n => `${`${n}`.replace(/'/g, '')}`;\nexport default n => 3 * n;", "unreadable")]
    [InlineData("(function (root, make) { root.triple = make(); })(this, function () { return n => 3 * n; });", "parses")]
    public async Task Script_that_does_not_continue_the_prompt_stands_alone(string code, string rank)
    {
        var found = await ExtractAsync("javascript", $"```javascript\n{code}\n```\n");

        Assert.Equal((rank, code), (found.Rank.Name(), found.Code));
    }

    [Fact]
    public async Task Files_of_script_that_import_from_each_other_become_one()
    {
        var found = await ExtractAsync("javascript", """
            ```js
            // marks.js
            export const sign = 3;
            ```
            ```js
            // times.js
            import { sign } from './marks.js';
            import { sep } from 'node:path';
            export default function times(n) { return sign * n + sep.length - 1; }
            ```
            ```js
            import times from './times.js';
            const { other } = require('./elsewhere');
            export default function triple(n) { return times(n); }
            ```
            """);

        Assert.DoesNotContain("'./marks.js'", found.Code, StringComparison.Ordinal);
        Assert.DoesNotContain("'./times.js'", found.Code, StringComparison.Ordinal);
        Assert.Contains("export const sign = 3;", found.Code, StringComparison.Ordinal);
        Assert.Contains("from 'node:path';", found.Code, StringComparison.Ordinal);
        Assert.Contains("\nfunction times(n)", found.Code, StringComparison.Ordinal);
        Assert.Contains("const { other } = require('./elsewhere');\nexport default function triple(n)", found.Code,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("module.exports = (n, m) => n * m;", "const times = require('./times');\nmodule.exports = { triple: n => times(n, 3) };")]
    [InlineData("const times = (n, m) => n * m;", "module.exports = {\n  one: 1,\n  triple: n =>\n    times(n, 3) };")]
    [InlineData("exports.times = (n, m) => n * m;", "const maths = require('./maths');\nexports.triple = n => maths.times(n, 3);")]
    [InlineData("export const times = (n, m) => n * m;",
        "import * as maths from './maths.js';\nexport const triple = n => maths.times(n, 3);")]
    public async Task A_piece_of_script_that_is_called_or_fetched_whole_stands_in_front(string file, string code)
    {
        var found = await ExtractAsync("javascript", $"```js\n{file}\n```\n```js\n{code}\n```\n```js\nconsole.log(triple(2));\n```\n");

        Assert.Equal($"{file}\n\n{code}", found.Code);
    }

    [Theory]
    [InlineData("javascript", "  return times(n, 3);\n}\n\nfunction times(n, m) { return n * m; }", "\nfunction ", true)]
    [InlineData("javascript", "  return 3 * n;\n}\n\nfunction other(n) { return n; }", "\nfunction ", false)]
    [InlineData("python", "    return times(n, 3)\n\ndef times(n, m):\n    return n * m", "\ndef", true)]
    [InlineData("python", "    return 3 * n\n\ndef other(n):\n    return n", "\ndef", false)]
    public async Task A_continuation_ends_where_the_set_says_unless_it_needs_what_follows(string language, string code, string stop,
        bool isKept)
    {
        var found = await scorer.ExtractAsync(TaskIn(language) with { StopTokens = [stop] }, $"```\n{code}\n```\n");

        Assert.EndsWith(isKept ? code : code[..code.IndexOf(stop, StringComparison.Ordinal)], found.Code, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("javascript", "  return 3 * n;\n}\n\nmodule.exports = { triple };", "")]
    [InlineData("javascript", Script, "\n\nThis function returns the product.")]
    [InlineData("javascript", Script, "\n\nNote: works(well)")]
    [InlineData("javascript", Script, "\n\n- Time: O(1)\n- Space: O(1)\n")]
    [InlineData("javascript", "const triple = n => 3 * n", "\n\n* Time: O(1)\n")]
    [InlineData("javascript", "module.exports = n => 3 * n;", "\nDone!")]
    [InlineData("javascript", "export default (n) => 3 * n", "\n\n**Complexity**: O(1)\n\n> Enjoy.")]
    [InlineData("python", Python, "\n\nThis function isn't slow: it's O(1).\n")]
    [InlineData("csharp", CSharp, "\n\nThis class holds one method.\n")]
    public async Task Text_behind_code_without_a_fence_is_left_away(string language, string code, string text) =>
        Assert.EndsWith(code, (await ExtractAsync(language, code + text)).Code, StringComparison.Ordinal);

    [Fact]
    public async Task What_a_parser_may_still_take_is_kept_as_an_alternative()
    {
        var found = await ExtractAsync("javascript",
            "```\nfunction triple(n) { return 2 * n; }\n```\n```\nfunction triple(n) { return 3 * n; }\n```\n");

        Assert.Contains("3 * n", found.Code, StringComparison.Ordinal);
        Assert.Contains("2 * n", Assert.Single(found.Alternatives).Code, StringComparison.Ordinal);
    }

    private Task<ExtractedCode> ExtractAsync(string language, string reply) => scorer.ExtractAsync(TaskIn(language), reply);

    private static string AnswerIn(string language) => language switch { "python" => Python, "javascript" => Script, _ => CSharp };

    private static FunctionTask TaskIn(string language) => new()
    {
        Id = "triple",
        Dataset = "test",
        Language = language,
        Class = "completion",
        Prompt = language switch { "python" => PythonPrompt, "javascript" => ScriptPrompt, _ => "Write a class Tripler." },
        PromptStyle = language == "csharp" ? PromptStyle.Instruction : PromptStyle.Continuation,
        EntryPoint = language == "csharp" ? "Tripler.Triple" : "triple",
        Tests = new CallTests { Cases = [] },
    };
}
