using Eval.Sandboxes.Roslyn;

namespace Eval.Sandboxes.Tests.Roslyn;

public sealed class RoslynSandboxTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("null", "null")]
    [InlineData("true", "true")]
    [InlineData("long.MaxValue", "9223372036854775807")]
    [InlineData("0.1 + 0.2", "0.30000000000000004")]
    [InlineData("0.1f", "0.1")]
    [InlineData("1.50m", "1.50")]
    [InlineData("double.NaN", "{\"$double\":\"NaN\"}")]
    [InlineData("double.NegativeInfinity", "{\"$double\":\"-Infinity\"}")]
    [InlineData("System.Numerics.BigInteger.Pow(10, 20)", "100000000000000000000")]
    [InlineData("'x'", "\"x\"")]
    [InlineData("\"a\\\"b\\n\"", "\"a\\\"b\\n\"")]
    [InlineData("DayOfWeek.Monday", "\"Monday\"")]
    [InlineData("new DateOnly(2026, 2, 3)", "\"2026-02-03\"")]
    [InlineData("TimeSpan.FromSeconds(90)", "\"00:01:30\"")]
    [InlineData("(1, \"b\")", "[1,\"b\"]")]
    [InlineData("new[] { new[] { 1 }, new int[0] }", "[[1],[]]")]
    [InlineData("new Dictionary<string, int> { [\"b\"] = 2, [\"a\"] = 1 }", "{\"a\":1,\"b\":2}")]
    [InlineData("new { B = 1, A = \"x\" }", "{\"A\":\"x\",\"B\":1}")]
    [InlineData("Enumerable.Range(0, 3).Where(x => x != 1)", "[0,2]")]
    [InlineData("Task.FromResult(5)", "5")]
    [InlineData("new KeyValuePair<int, string>(1, \"a\")", "[1,\"a\"]")]
    [InlineData("new int[] { 1, 2 }.AsMemory()", "[1,2]")]
    public async Task Values_come_back_as_canonical_json(string expression, string json)
    {
        var result = await fixture.RunAsync("", expression);

        Assert.Equal(ExecutionStatus.Completed, result.Status);
        Assert.Equal(json, Assert.Single(result.Observations).Text);
    }

    [Fact]
    public async Task An_endless_sequence_is_cut_at_the_limit()
    {
        var result = await fixture.RunAsync("public static class A { public static IEnumerable<int> F() { while (true) yield return 1; } }",
            "A.F()");

        Assert.Equal(ExecutionStatus.OutputExceeded, result.Status);
    }

    [Fact]
    public async Task An_exception_comes_back_with_its_types()
    {
        var result = await fixture.RunAsync("public static class A { public static int F() => throw new ArgumentNullException(\"x\"); }",
            "A.F()");

        Assert.Equal("System.ArgumentNullException<System.ArgumentException<System.SystemException<System.Exception",
            result.Observations[0].Text);
    }

    [Fact]
    public async Task An_exception_of_the_answers_own_is_told_with_its_assembly()
    {
        var result = await fixture.RunAsync(
            "namespace System { public class Deep : ArgumentException { } } public static class A { public static int F() => throw new "
                + "System.Deep(); }", "A.F()");

        Assert.Equal("[Answer]System.Deep<System.ArgumentException<System.SystemException<System.Exception", result.Observations[0].Text);
    }

    [Fact]
    public async Task What_is_found_is_compared_once_with_several_values_and_told_once()
    {
        const string Tell = "global::Eval.Runtime.Canaries.Tell(77, A.F(), found => new[] { global::Eval.Runtime.Canaries.Equal(3, found), "
            + "global::Eval.Runtime.Canaries.Equal(4, found), global::Eval.Runtime.Canaries.Equal(4, found) }); ";

        var result = await fixture.RunDriverAsync(
            "public static class A { private static int n = 2; public static long F() => n == 4 ? n : ++n; }", string.Concat(
                Enumerable.Repeat(Tell, 5)));

        Assert.Equal([(77, "0", "3"), (77, "1,2", "4")], result.Observations.Select(seen => (seen.Check, seen.Text, seen.Message)));
        Assert.All(result.Observations, seen => Assert.Equal(ObservationKind.Canary, seen.Kind));
    }

    [Fact]
    public async Task An_error_of_the_compiler_has_its_place()
    {
        var result = await fixture.RunAsync("public static class A\n{\n    public static int F() => \"x\".Lenght;\n}", "A.F()");

        Assert.Equal(ExecutionStatus.CompileFailed, result.Status);
        var diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal(("CS1061", "Answer.cs", 3), (diagnostic.Id, diagnostic.File, diagnostic.Line));
    }

    [Fact]
    public async Task What_is_printed_comes_back_and_means_nothing()
    {
        var result = await fixture.RunAsync(
            "public static class A { public static int F() { Console.WriteLine(\"PASS\"); Console.Error.WriteLine(\"x\"); return 1; } }",
                "A.F()");

        Assert.Equal((ExecutionStatus.Completed, "PASS\nx\n"), (result.Status, result.Output));
    }

    [Fact]
    public async Task Top_level_statements_beside_a_type_compile()
    {
        var result = await fixture.RunAsync("Console.WriteLine(A.F());\npublic static class A { public static int F() => 3; }", "A.F()");

        Assert.Equal("3", Assert.Single(result.Observations).Text);
    }

    [Fact]
    public async Task Xunit_assertions_hold_or_fail()
    {
        var result = await fixture.RunDriverAsync("", "global::Eval.Runtime.Checks.Run(0, () => global::Xunit.Assert.Equal(new[] { 1 }, "
            + "new[] { 1 })); global::Eval.Runtime.Checks.Run(1, () => global::Xunit.Assert.Equal(1, 2));");

        Assert.Equal([ObservationKind.Held, ObservationKind.Exception], result.Observations.Select(seen => seen.Kind));
        Assert.StartsWith("Xunit.Sdk.XunitException", result.Observations[1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("typeof(string).GetMethods().Length.ToString()", true)]
    [InlineData("typeof(string).Name", false)]
    [InlineData("string.Join(',', new[] { 3, 1 }.Order())", false)]
    [InlineData("((dynamic)1).ToString()", true)]
    [InlineData("Activator.CreateInstance(typeof(object)).ToString()", true)]
    public async Task Reflection_is_refused_where_it_is_forbidden(string expression, bool isRefused)
    {
        var answer = $"public static class A {{ public static string F() => {expression}; }}";

        var result = await fixture.RunDriverAsync(answer, "global::Eval.Runtime.Checks.That(0, A.F() != null);", forbidReflection: true);

        Assert.Equal(isRefused ? ExecutionStatus.Forbidden : ExecutionStatus.Completed, result.Status);
    }

    [Fact]
    public async Task Eight_at_once_do_not_mix()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(i => fixture.RunAsync($"public static class A {{ public static int F() => {i}; }}", "A.F()")));

        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"{i}"), results.Select(result => result.Observations[0].Text));
    }

    [Fact]
    public async Task A_busy_answer_times_out_by_its_processor_time()
    {
        var result = await fixture.RunDriverAsync("", "while (true) { }",
            new ResourceLimits { CpuTime = TimeSpan.FromSeconds(0.5), WallTime = TimeSpan.FromMinutes(5) });

        Assert.Equal((ExecutionStatus.TimedOut, "used 0.5 s of processor time", 1), (result.Status, result.Reason, result.Executions));
        Assert.InRange(result.CpuTime!.Value.TotalSeconds, 0.5, 3);
    }

    [Fact]
    public async Task A_sleeping_answer_times_out_by_the_clock_and_only_when_repeated()
    {
        var result = await fixture.RunDriverAsync("", "Thread.Sleep(Timeout.Infinite);",
            new ResourceLimits { WallTime = TimeSpan.FromSeconds(1) });

        Assert.Equal((ExecutionStatus.TimedOut, "took more than 1 s on the clock", 2), (result.Status, result.Reason, result.Executions));
        Assert.True(result.CpuTime < TimeSpan.FromSeconds(1), $"{result.CpuTime}");
    }

    [Fact]
    public async Task The_processor_time_of_an_answer_is_told()
    {
        var result = await fixture.RunDriverAsync("", "var sum = 0.0; for (var i = 0; i < 20_000_000; i++) { sum += Math.Sqrt(i); } "
            + "global::Eval.Runtime.Checks.Value(0, () => sum > 0);");

        Assert.Equal(ExecutionStatus.Completed, result.Status);
        Assert.InRange(result.CpuTime!.Value.TotalMilliseconds, 5, 4999);
    }

    [Fact]
    public async Task Long_tests_of_a_data_set_are_not_a_long_answer()
    {
        var result = await fixture.Sandbox.ExecuteAsync(
            new ExecutionRequest
            {
                Language = "csharp",
                Files =
                [
                    new SourceFile("Answer.cs", "public static class A { public static int F() => 1; }"),
                    new SourceFile("Driver.cs", $"// {new string('x', 400_000)}\ninternal static class EvalDriver {{ public static void "
                        + $"Run() => global::Eval.Runtime.Checks.Value(0, () => A.F()); }}", IsTrusted: true),
                ],
            },
            TestContext.Current.CancellationToken);

        Assert.True(result.Status == ExecutionStatus.Completed, string.Join(' ', result.Diagnostics));
    }

    [Fact]
    public async Task Plain_processes_contain_accidents()
    {
        await using var sandbox = await RoslynSandbox.StartAsync(new RoslynSandboxOptions { Isolation = IsolationLevel.Process,
            MaxWorkers = 1 }, TestContext.Current.CancellationToken);
        var request = new ExecutionRequest
        {
            Language = "csharp",
            Files =
            [
                new SourceFile("Answer.cs", "public static class A { public static int F(int x) => x == 0 ? A.F(x) : x; }"),
                new SourceFile("Driver.cs", "internal static class EvalDriver { public static void Run() { "
                    + "global::Eval.Runtime.Checks.Value(0, () => A.F(1)); while (true) { } } }"),
            ],
            Limits = new ResourceLimits { CpuTime = TimeSpan.FromSeconds(1) },
        };

        var result = await sandbox.ExecuteAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((IsolationLevel.Process, ExecutionStatus.TimedOut), (sandbox.Isolation, result.Status));
    }
}
