using Eval.Datasets;
using Eval.Results.Records;

namespace Eval.Harness.Tests.Scoring;

/// <summary>From a model's reply to a verdict, with the real compiler and real programs.</summary>
public sealed class FunctionScorerTests(ScorerFixture scorer) : IClassFixture<ScorerFixture>
{
    private const string Facts = """
        using System.Text;
        using Xunit;

        namespace Solutions.Tests;

        public class AdderTests
        {
            private readonly StringBuilder _log = new();

            [Fact]
            public void Adds() => Assert.Equal(3, Adder.Add(1, 2));

            [Theory]
            [InlineData(0, 0, 0)]
            [InlineData(-1, 1, 0)]
            public void Adds_rows(int left, int right, int sum)
            {
                _log.Append(sum);
                Assert.Equal(new List<int> { sum }, new List<int> { Adder.Add(left, right) });
            }

            [Fact]
            public async Task Refuses_too_much()
            {
                await Task.Yield();
                Assert.Throws<OverflowException>(() => Adder.Add(int.MaxValue, 1));
            }
        }
        """;

    private const string Adder = "public static class Adder { public static int Add(int left, int right) => checked(left + right); }";

    private const string MultiPlEPrompt = """
        using System;
        using System.Collections.Generic;

        class Problem {
            // Doubles every number.
            public static List<long> Double(List<long> numbers) {

        """;

    private const string MultiPlETests = """
            }
            public static void Main(string[] args) {
            Debug.Assert(Double((new List<long>(new long[]{(long)1L, (long)2L}))).Equals((new List<long>(new long[]{(long)2L, (long)4L}))));
            Debug.Assert(Double((new List<long>())).Equals((new List<long>())));
            }

        }
        """;

    [Theory]
    [InlineData("        return numbers.ConvertAll(n => n * 2);\n    }\n", Verdict.Passed)]
    [InlineData("        return numbers.ConvertAll(n => n * 2);\n    }\n}\n", Verdict.Passed)]
    [InlineData("```csharp\npublic static List<long> Double(List<long> numbers) {\n    return numbers.Select(n => n * 2).ToList();\n}\n```",
        Verdict.Passed)]
    [InlineData("Here it is:\n```csharp\nusing System.Linq;\nclass Problem\n{\n    private static long Twice(long n) => n * 2;\n    public "
        + "static List<long> Double(List<long> numbers) => numbers.Select(Twice).ToList();\n}\n```\nIt doubles.", Verdict.Passed)]
    [InlineData("```\nclass Problem { static List<long> Double(List<long> numbers) { return numbers; } }\n```", Verdict.Failed)]
    [InlineData("```csharp\nclass Problem { public static List<long> Double(List<long> numbers) { return numbers.Twice(); } }\n```",
        Verdict.CompileError)]
    [InlineData("```csharp\nclass Problem { public static List<long> Double(List<long> numbers) { return numbers[7] > 0 ? null : null; "
        + "} }\n```", Verdict.RuntimeError)]
    [InlineData("<think>```csharp\nclass Problem { public static List<long> Double(List<long> n) => n; }\n```</think>\n```csharp\nclass "
        + "Problem { public static List<long> Double(List<long> n) => n.ConvertAll(x => 2 * x); }\n```", Verdict.Passed)]
    public async Task MultiPlE_is_judged_however_the_answer_is_cut(string reply, Verdict expected)
    {
        var task = new FunctionTask
        {
            Id = "double",
            Dataset = "test",
            Language = "csharp",
            Class = "completion",
            Prompt = MultiPlEPrompt,
            PromptStyle = PromptStyle.Continuation,
            EntryPoint = "Double",
            Tests = new ProgramTests { Style = ProgramTestStyle.MultiPlE, Code = MultiPlETests },
            StopTokens = ["\n    }\n"],
        };

        var scored = await scorer.ScoreAsync(task, reply);

        Assert.True(expected == scored.Verdict, $"{scored.Verdict}: {scored.Error}\n{scored.Code}");
    }

    [Theory]
    [InlineData("string", "null", Verdict.RuntimeError)]
    [InlineData("string", "\"\"", Verdict.Failed)]
    [InlineData("Nullable<long>", "null", Verdict.Passed)]
    [InlineData("List<long>", "null", Verdict.RuntimeError)]
    public async Task Equals_of_a_null_result_throws_as_it_does_on_net(string type, string value, Verdict expected)
    {
        var task = new FunctionTask
        {
            Id = $"first-{type}",
            Dataset = "test",
            Language = "csharp",
            Class = "completion",
            Prompt = $"using System;\nusing System.Collections.Generic;\nclass Problem {{\n    public static {type} First() {{\n",
            PromptStyle = PromptStyle.Continuation,
            EntryPoint = "First",
            Tests = new ProgramTests { Style = ProgramTestStyle.MultiPlE,
                Code = "    }\n    public static void Main(string[] args) {\n    Debug.Assert(First().Equals(null));\n    }\n\n}\n" },
        };

        var scored = await scorer.ScoreAsync(task, $"        return {value};\n");

        Assert.True(expected == scored.Verdict, $"{scored.Verdict}: {scored.Error}");
    }

    [Theory]
    [InlineData(Adder, Verdict.Passed, 4)]
    [InlineData("public static class Adder { public static int Add(int left, int right) => left + right; }", Verdict.Failed, 3)]
    [InlineData("public static class Adder { public static int Add(int left, int right) => throw new NotImplementedException(); }",
        Verdict.RuntimeError, 0)]
    [InlineData("public static class Adder { public static long Plus(int left, int right) => left; }", Verdict.CompileError, 0)]
    public async Task Facts_and_rows_of_theories_are_checks(string answer, Verdict expected, int passed)
    {
        var scored = await scorer.ScoreAsync(Xunit(Facts), Fenced(answer));

        Assert.True(expected == scored.Verdict, $"{scored.Verdict}: {scored.Error}\n{scored.Output}");
        Assert.Equal(passed, scored.TestsPassed ?? 0);
        Assert.Equal(4, scored.TestsTotal);
    }

    [Theory]
    [InlineData("public static class Assert { public static void Equal(object a, object b) { } public static T Throws<T>(Func<object> f) "
        + "where T : Exception => null; }")]
    [InlineData("public class List<T> : System.Collections.Generic.List<T> { public override bool Equals(object o) => true; public "
        + "override int GetHashCode() => 1; }")]
    [InlineData("namespace Solutions.Tests { public static class Assert { public static void Equal(object a, object b) { } public static "
        + "void Throws<T>(Func<object> f) { } } }")]
    public async Task Names_of_the_tests_cannot_be_taken_over(string trick)
    {
        var scored = await scorer.ScoreAsync(Xunit(Facts),
            Fenced("public static class Adder { public static int Add(int left, int right) => 3; }\n" + trick));

        Assert.True(scored.Verdict is Verdict.Failed, $"{scored.Verdict}: {scored.Error}");
        Assert.Equal(1, scored.TestsPassed);
    }

    [Fact]
    public async Task A_global_alias_does_not_take_over_the_tests_either()
    {
        var scored = await scorer.ScoreAsync(Xunit(Facts), Fenced(
            "global using Assert = Mine;\npublic static class Adder { public static int Add(int left, int right) => 3; }\npublic static "
                + "class Mine { public static void Equal(object a, object b) { } public static void Throws<T>(Func<object> f) { } }"));

        Assert.Equal(Verdict.Failed, scored.Verdict);
        Assert.Equal(1, scored.TestsPassed);
    }

    [Theory]
    [InlineData("Debug.Assert(Adder.Add(1, 2) == 3);\nAssert.Equal(5, Adder.Add(2, 3));\nAssert.Throws<OverflowException>(() => "
        + "Adder.Add(int.MaxValue, 1));", 3)]
    [InlineData("var sum = 0;\nfor (var i = 0; i < 3; i++) { sum = Adder.Add(sum, i); Assert.True(sum >= i); }\nAssert.Equal(3, sum);", 2)]
    [InlineData("using System.Text;\nvar text = new StringBuilder();\nawait Task.Yield();\ntext.Append(Adder.Add(1, "
        + "1));\nAssert.Equal(\"2\", text.ToString());\nAssert.Equal(4, await Later(Adder.Add(2, 2)));\nstatic async Task<int> Later(int "
        + "n) { await Task.Yield(); return n; }", 2)]
    [InlineData("Debug.Assert(Math.Abs(Adder.Add(1, 2) - 3.0) < 1e-6);\nAssert.Equal(new Pair(1), new Pair(Adder.Add(0, 1)));\nrecord "
        + "Pair(int Value);", 2)]
    public async Task Statements_are_run_from_top_to_bottom(string tests, int checks)
    {
        var scored = await scorer.ScoreAsync(Statements(tests), Fenced(Adder));
        var wrong = await scorer.ScoreAsync(Statements(tests),
            Fenced("public static class Adder { public static int Add(int left, int right) => left - right - 1; }"));

        Assert.True(scored.Verdict == Verdict.Passed, $"{scored.Verdict}: {scored.Error}\n{scored.Output}");
        Assert.Equal(checks, scored.TestsTotal);
        Assert.Equal(Verdict.Failed, wrong.Verdict);
    }

    [Theory]
    [InlineData("Console.WriteLine(Adder.Add(1, 2));\n" + Adder)]
    [InlineData("using System;\nvar four = Adder.Add(2, 2);\nConsole.WriteLine($\"{four}\");\n\n" + Adder)]
    public async Task Top_level_statements_beside_the_answer_do_no_harm(string answer) =>
        Assert.Equal(Verdict.Passed, (await scorer.ScoreAsync(Xunit(Facts), Fenced(answer))).Verdict);

    [Fact]
    public async Task A_framework_name_in_the_answer_is_the_answers_own()
    {
        const string Range = "public class Range(int from, int to) { public int Length => to - from; }";
        var task = Statements("Assert.Equal(3, new Range(1, 4).Length);") with { ReferenceSolution = Range, EntryPoint = null };

        Assert.Equal(Verdict.Passed, (await scorer.ScoreAsync(task, Fenced(Range))).Verdict);
    }

    [Theory]
    [InlineData("I cannot help with that.", "stop", Verdict.Refused)]
    [InlineData("The answer is left as an exercise.", "stop", Verdict.NoCode)]
    [InlineData("", "content_filter", Verdict.Refused)]
    [InlineData("```csharp\npublic static class Adder { public static int Add(int left, int", "length", Verdict.Truncated)]
    [InlineData("Let me think about", "length", Verdict.Truncated)]
    public async Task A_reply_without_a_whole_answer_is_told_apart(string reply, string finishReason, Verdict expected) =>
        Assert.Equal(expected, (await scorer.ScoreAsync(Xunit(Facts), reply, finishReason)).Verdict);

    /// <summary>A reply must not get out of its verdict by making the harness fail, nor cost it minutes.</summary>
    public static TheoryData<string> HostileReplies => new(
        string.Concat(Enumerable.Repeat("<think>\n", 100_000)),
        string.Concat(Enumerable.Repeat("```csharp\n", 50_000)),
        string.Concat(Enumerable.Repeat("```csharp\nclass A { }\n```\n", 3_000)),
        string.Concat(Enumerable.Repeat($"```csharp\nclass A {{ int x = {new string('(', 20_000)}1{new string(')', 20_000)}; }}\n```\n",
            20)),
        "```csharp\n" + new string('{', 1_000_000),
        "\ud800 ```csharp\npublic static class Adder { public static int Add(int a, int b) => \udc00; }\n```",
        "```csharp\nnamespace Own { class { } public static class Adder { public static int Add(int left, int right) => left + right; "
            + "} }\n```",
        new string('`', 1_000_000));

    [Theory]
    [MemberData(nameof(HostileReplies), DisableDiscoveryEnumeration = true)]
    public async Task A_hostile_reply_is_a_wrong_answer(string reply)
    {
        var scored = await scorer.ScoreAsync(Xunit(Facts), reply);

        Assert.True(scored.Verdict is Verdict.CompileError or Verdict.NoCode, $"{scored.Verdict}: {scored.Error}");
    }

    [Fact]
    public async Task A_value_that_was_tampered_with_is_a_wrong_answer()
    {
        const string Forger = """
            public static class Adder
            {
                public static int Add(int left, int right)
                {
                    var checks = System.AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType("Eval.Runtime.Checks")).First(type => type != null);
                    var channel = checks.GetFields(System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)[0].GetValue(null);
                    channel.GetType().GetMethod("Report").Invoke(channel, new object[] { (byte)3, 0, "\"\\ud800\"", null });
                    return 0;
                }
            }
            """;
        using var expected = System.Text.Json.JsonDocument.Parse("\"3\"");
        var task = Xunit(Facts) with { Id = "forged",
            Tests = new CallTests { Cases = [new CallTest { Call = "Adder.Add(1, 2)", Expected = expected.RootElement.Clone() }] } };

        Assert.Equal(Verdict.Failed, (await scorer.ScoreAsync(task, Fenced(Forger))).Verdict);
    }

    [Fact]
    public async Task Leaving_before_the_assertions_is_no_pass()
    {
        var scored = await scorer.ScoreAsync(Xunit(Facts),
            Fenced("public static class Adder { public static int Add(int left, int right) { Environment.Exit(0); return 3; } }"));

        Assert.Equal(Verdict.RuntimeError, scored.Verdict);
    }

    private static string Fenced(string code) => $"Here you are.\n\n```csharp\n{code}\n```\n";

    private static FunctionTask Xunit(string tests) => Program(ProgramTestStyle.Xunit, tests);

    private static FunctionTask Statements(string tests) => Program(ProgramTestStyle.Statements, tests);

    private static FunctionTask Program(ProgramTestStyle style, string tests) => new()
    {
        // A driver is kept by the task's id.
        Id = $"adder-{tests.GetHashCode(StringComparison.Ordinal)}",
        Dataset = "test",
        Language = "csharp",
        Class = "completion",
        Prompt = "Write a class Adder.",
        EntryPoint = "Adder.Add",
        Tests = new ProgramTests { Style = style, Code = tests },
    };
}
