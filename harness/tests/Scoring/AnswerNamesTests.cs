using Eval.Datasets;
using Eval.Results.Records;

namespace Eval.Harness.Tests.Scoring;

/// <summary>What an answer cannot declare in the place of what tests mean, and what it can declare all the same.</summary>
public sealed class AnswerNamesTests(ScorerFixture scorer) : IClassFixture<ScorerFixture>
{
    private const string Nothing = "public static class Adder { public static int Add(int left, int right) => 0; }\n";
    private const string Right = "public static class Adder { public static int Add(int left, int right) => checked(left + right); }\n";
    private const string Silent = "{ public static class Assert { public static void Equal<T>(T a, T b) { } public static T "
        + "Throws<T>(Func<object> f) where T : Exception => null; } }";
    private const string Reporter =
        "{ public static class Checks { public static void Run(int n, Action a) { } public static void That(int n, bool b) { } } }";

    private const string Tests = """
        using Xunit;

        public class AdderTests
        {
            [Fact] public void Adds() => Assert.Equal(3, Adder.Add(1, 2));
            [Fact] public void Compares() => Assert.True(Adder.Add(2, 2) == 4);
            [Fact] public void Finds() => Assert.Contains(5, new[] { Adder.Add(2, 3) });
            [Fact] public void Refuses() => Assert.Throws<OverflowException>(() => Adder.Add(int.MaxValue, 1));
            [Fact] public void Says() => Assert.Equal("7", $"{Adder.Add(3, 4)}");
        }
        """;

    [Theory]
    [InlineData("namespace Xunit " + Silent, "EVAL0002")]
    [InlineData("namespace @Xunit " + Silent, "EVAL0002")]
    [InlineData("namespace \\u0058unit " + Silent, "EVAL0002")]
    [InlineData("namespace /**/ Xunit " + Silent, "EVAL0002")]
    [InlineData("namespace Eval.Runtime " + Reporter, "EVAL0002")]
    [InlineData("namespace @Eval.@Runtime " + Reporter, "EVAL0002")]
    [InlineData("namespace Eval/* */.Runtime " + Reporter, "EVAL0002")]
    [InlineData("namespace Eval\n.\nRuntime " + Reporter, "EVAL0002")]
    [InlineData("namespace Ev\\u0061l { namespace Runtime " + Reporter + " }", "EVAL0002")]
    [InlineData("namespace Eval { namespace Tests { public class AdderTests { } } }", "EVAL0002")]
    [InlineData("public static class Xunit { public static class Assert { public static void Equal<T>(T a, T b) { } } }", "EVAL0002")]
    [InlineData("public static class Eval { public static class Runtime { public static class Checks { } } }", "EVAL0002")]
    [InlineData("namespace System { public class OverflowException : Exception { public OverflowException(string m) { } } }", "EVAL0002")]
    [InlineData("namespace System.Runtime.CompilerServices { public ref struct DefaultInterpolatedStringHandler { public "
        + "DefaultInterpolatedStringHandler(int a, int b) { } public void AppendFormatted<T>(T t) { } public string ToStringAndClear() => "
        + "\"7\"; } }", "EVAL0002")]
    public async Task What_the_tests_mean_cannot_be_declared_however_it_is_spelt(string trick, string id) =>
        await RefusedAsync(Nothing + trick, id);

    [Theory]
    [InlineData("public static implicit operator Any(int n) => new Any(); public static bool operator ==(Any a, Any b) => true; public "
        + "static bool operator !=(Any a, Any b) => false; public override bool Equals(object o) => true;")]
    [InlineData("public static bool operator ==(Any a, int b) => true; public static bool operator !=(Any a, int b) => false; public "
        + "static implicit operator Any(int n) => new Any(); public override bool Equals(object o) => true;")]
    public async Task Operators_of_an_answer_do_not_say_that_its_value_is_the_expected_one(string members) => await RefusedAsync(
        $"public static class Adder {{ public static Any Add(int left, int right) => left == int.MaxValue ? throw new OverflowException() "
            + $": new Any(); }}\npublic struct Any {{ {members} public override int GetHashCode() => 0; }}",
        "EVAL0003");

    [Fact]
    public async Task Operators_of_a_type_that_the_task_asks_for_say_what_it_is_equal_to()
    {
        const string Money = "public readonly record struct Money(decimal Amount) { public static implicit operator Money(decimal amount) "
            + "=> new(amount); }\npublic static class Wallet { public static Money Sum(decimal left, decimal right) => new(left + right); }";
        var task = Task("using Xunit; public class T { [Fact] public void Adds() => Assert.Equal(3.5m, Wallet.Sum(1, 2.5m)); [Fact] public "
            + "void Is() => Assert.True(Wallet.Sum(1, 1) == 2m); }") with
        {
            EntryPoint = "Wallet.Sum", ReferenceSolution = Money,
        };

        Assert.Equal(Verdict.Passed, (await scorer.ScoreBesideAsync(task, Fenced(Money))).Verdict);
    }

    [Theory]
    [InlineData("namespace Solutions.Eval { public class Xunit { } }")]
    [InlineData("public class Calculator { public class Eval { } }")]
    [InlineData("namespace eval { public class Helper { public int N { get; init; } } }")]
    [InlineData("namespace System.Runtime.CompilerServices { internal static class IsExternalInit { } }")]
    [InlineData("namespace System.Diagnostics.CodeAnalysis { [AttributeUsage(AttributeTargets.All)] internal sealed class NotNullAttribute "
        + ": Attribute { public int Level { get; set; } } }")]
    [InlineData("namespace System.Linq { public static class MoreEnumerable { public static int Twice(this int n) => 2 * n; } }")]
    [InlineData("public class List<T> { public T First; }\npublic readonly struct Range { public static implicit operator Range(int n) => "
        + "new(); public override bool Equals(object o) => o is Range; public override int GetHashCode() => 1; }")]
    public async Task Names_that_only_look_alike_do_no_harm(string declaration)
    {
        var scored = await scorer.ScoreBesideAsync(Task(Tests), Fenced(Right + declaration));

        Assert.True(scored.Verdict == Verdict.Passed, $"{scored.Verdict}: {scored.Error}");
    }

    [Theory]
    [InlineData("throw new ArgumentOutOfRangeException(nameof(left))", null, Verdict.Passed)]
    [InlineData("throw new My.ArgumentOutOfRangeException()", null, Verdict.Failed)]
    [InlineData("throw new Derived()", null, Verdict.Passed)]
    [InlineData("throw new My.ArgumentOutOfRangeException()", "class ArgumentOutOfRangeException : Exception { }", Verdict.Passed)]
    public async Task An_exception_is_the_runtimes_unless_the_task_asks_for_its_type(string thrown, string? asked, Verdict expected)
    {
        var task = Task(Tests) with
        {
            Id = $"throws-{asked?.Length}",
            ReferenceSolution = asked,
            Tests = new CallTests { Cases = [new CallTest { Call = "Adder.Add(-1, 0)", Throws = "ArgumentOutOfRangeException" }] },
        };

        var scored = await scorer.ScoreBesideAsync(task, Fenced(
            $"namespace My {{ public class ArgumentOutOfRangeException : Exception {{ }} }}\npublic class Derived : "
                + $"ArgumentOutOfRangeException {{ }}\npublic static class Adder {{ public static int Add(int left, int right) => "
                + $"{thrown}; }}"));

        Assert.True(expected == scored.Verdict, $"{scored.Verdict}: {scored.Error}");
        Assert.True(expected == Verdict.Passed
            || scored.Error!.Contains("threw a My.ArgumentOutOfRangeException of its own", StringComparison.Ordinal), scored.Error);
    }

    private async Task RefusedAsync(string answer, string id)
    {
        var scored = await scorer.ScoreBesideAsync(Task(Tests), Fenced(answer));

        Assert.True(scored.Verdict == Verdict.CompileError, $"{scored.Verdict}: {scored.Error}");
        Assert.StartsWith(id, scored.Error, StringComparison.Ordinal);
    }

    private static string Fenced(string code) => $"```csharp\n{code}\n```\n";

    private static FunctionTask Task(string tests) => new()
    {
        Id = $"names-{tests.Length}",
        Dataset = "test",
        Language = "csharp",
        Class = "completion",
        Prompt = "Write a class Adder.",
        EntryPoint = "Adder.Add",
        ReferenceSolution = Right,
        Tests = new ProgramTests { Style = ProgramTestStyle.Xunit, Code = tests },
    };
}
