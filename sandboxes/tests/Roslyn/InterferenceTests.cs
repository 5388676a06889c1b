using Eval.Sandboxes.Roslyn;

namespace Eval.Sandboxes.Tests.Roslyn;

/// <summary>
/// Hostile and honest answers side by side, more of them than there are processors: each gets its own verdict, and no other's.
/// </summary>
public sealed class InterferenceTests
{
    private const int Honest = 8;

    /// <summary>Each takes the compiler's time, stack, memory or channel.</summary>
    private static readonly Dictionary<string, string> CompilerHogs = new()
    {
        ["overloads"] = "public static class A { static void F(Func<int,int> f){} static void F(Func<string,string> f){} static void "
            + "F(Func<bool,bool> f){} public static void G() { "
            + Repeat("F(x=>{", 30) + Repeat("return x;});", 30) + " } }",
        ["nesting"] = $"public static class A {{ public static int F() => {Repeat("(", 60_000)}1{Repeat(")", 60_000)}; }}",
        ["generics"] = "class X<A,B,C,D,E,F>{class Y:X<Y,Y,Y,Y,Y,Y>{" + Repeat("Y.", 12) + "Y y;}}",
        ["constants"] = $"public static class A {{ const string C0 = \"{Repeat("x", 1000)}\"; "
            + string.Concat(Enumerable.Range(1, 15).Select(i => $"public const string C{i} = C{i - 1} + C{i - 1}; ")) + "}",
    };

    private static readonly Dictionary<string, (string Statements, ExecutionStatus Status)> RunningHogs = new()
    {
        ["busy"] = ("while (true) { }", ExecutionStatus.TimedOut),
        ["busy threads"] = ("for (var i = 0; i < 40; i++) { new Thread(() => { while (true) { } }).Start(); } Thread.Sleep(-1);",
            ExecutionStatus.TimedOut),
        ["memory"] = ("var all = new List<byte[]>(); while (true) { var part = new byte[8 << 20]; Array.Fill(part, (byte)1); "
            + "all.Add(part); }", ExecutionStatus.MemoryExceeded),
        ["stack"] = ("static int F(int n) => F(n + 1) + 1; F(0);", ExecutionStatus.Crashed),
        ["exit"] = ("Environment.Exit(0);", ExecutionStatus.Crashed),
        ["says the sandbox failed"] = ("""
            var checks = AppDomain.CurrentDomain.GetAssemblies()
                .Select(assembly => assembly.GetType("Eval.Runtime.Checks")).First(type => type != null);
            var channel = checks.GetFields(
                System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)[0].GetValue(null);
            channel.GetType().GetMethod("Broken").Invoke(channel, new object[] { new IOException("no disk") });
            """, ExecutionStatus.Crashed),
    };

    [Fact]
    public async Task Sources_that_take_the_compiler_down_cost_only_themselves()
    {
        await using var sandbox = await StartAsync();
        var longNames = $"namespace {Repeat("n", 100_000)} {{ {Repeat("class A{}", 2000)} }}";

        var hogs = CompilerHogs.ToDictionary(hog => hog.Key, hog => RunAsync(sandbox, hog.Value, ""));
        var unreadable = ReadAsync(sandbox, longNames);
        var longMessage = RunAsync(sandbox, $"public static class A {{ public static int F() => {Repeat("x", 100_000)}; }}", "");
        var honest = Enumerable.Range(0, Honest)
            .Select(i => RunAsync(sandbox, Returns(i), "global::Eval.Runtime.Checks.Value(0, () => A.F());")).ToList();
        var outlines = Enumerable.Range(0, Honest).Select(i => ReadAsync(sandbox, Returns(i))).ToList();

        Assert.Equal(Enumerable.Range(0, Honest).Select(i => $"{i}"),
            (await Task.WhenAll(honest)).Select(result => result.Observations.SingleOrDefault()?.Text));
        Assert.All(await Task.WhenAll(outlines), outline => Assert.Equal((0, "A"), (outline.Errors, outline.Members.Single().Name)));
        foreach (var (name, hog) in hogs)
        {
            Assert.Equal((name, RoslynSandbox.CompilerLimitId), (name, (await hog).Diagnostics[0].Id));
        }

        Assert.True((await unreadable).IsBeyondParser);
        Assert.InRange((await longMessage).Diagnostics[0].Message.Length, 100, 2000);
    }

    [Fact]
    public async Task Answers_that_take_all_they_can_cost_only_themselves()
    {
        await using var sandbox = await StartAsync();

        var hogs = RunningHogs.ToDictionary(hog => hog.Key, hog => RunAsync(sandbox, "", hog.Value.Statements));
        var honest = Enumerable.Range(0, Honest)
            .Select(i => RunAsync(sandbox, Returns(i), "global::Eval.Runtime.Checks.Value(0, () => A.F());")).ToList();

        Assert.Equal(Enumerable.Range(0, Honest).Select(i => $"{i}"),
            (await Task.WhenAll(honest)).Select(result => result.Observations.SingleOrDefault()?.Text));
        foreach (var (name, hog) in hogs)
        {
            Assert.Equal((name, RunningHogs[name].Status), (name, (await hog).Status));
        }
    }

    private static Task<RoslynSandbox> StartAsync() =>
        RoslynSandbox.StartAsync(new RoslynSandboxOptions { MaxWorkers = Honest, CompileTime = TimeSpan.FromSeconds(2) },
            TestContext.Current.CancellationToken);

    private static Task<ExecutionResult> RunAsync(RoslynSandbox sandbox, string answer, string statements) => sandbox.ExecuteAsync(
        new ExecutionRequest
        {
            Language = "csharp",
            Files = [new SourceFile("Answer.cs", answer),
                new SourceFile("Driver.cs", $"internal static class EvalDriver {{ public static void Run() {{ {statements} }} }}",
                IsTrusted: true)],
            Limits = new ResourceLimits { CpuTime = TimeSpan.FromSeconds(1), WallTime = TimeSpan.FromMinutes(1) },
        },
        TestContext.Current.CancellationToken);

    private static Task<SyntaxOutline> ReadAsync(RoslynSandbox sandbox, string source) =>
        sandbox.ReadAsync(source, TestContext.Current.CancellationToken);

    private static string Returns(int number) => $"public static class A {{ public static int F() => {number}; }}";

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
