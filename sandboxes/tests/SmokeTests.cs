using Eval.Sandboxes.Roslyn;

namespace Eval.Sandboxes.Tests;

public sealed class SmokeTests
{
    [Theory]
    [InlineData(IsolationLevel.Bubblewrap)]
    [InlineData(IsolationLevel.Process)]
    public async Task It_runs(IsolationLevel level)
    {
        await using var sandbox = await RoslynSandbox.StartAsync(new RoslynSandboxOptions { Isolation = level }, TestContext.Current.CancellationToken);
        for (var i = 0; i < 5; i++)
        {
            var clock = System.Diagnostics.Stopwatch.GetTimestamp();
            var result = await sandbox.ExecuteAsync(new ExecutionRequest { Language = "csharp", Files = [new("Answer.cs", "public class S { public static int F(int x) => x * 2; }"),
                new("Driver.cs", "static class EvalDriver { public static void Run() { global::Eval.Runtime.Checks.Value(0, () => S.F(21)); System.Console.WriteLine(\"hello\"); } }")] }, TestContext.Current.CancellationToken);
            TestContext.Current.TestOutputHelper!.WriteLine($"{System.Diagnostics.Stopwatch.GetElapsedTime(clock).TotalMilliseconds} {result} {string.Join(",", result.Observations)} {string.Join(",", result.Diagnostics)}");
            Assert.Equal(ExecutionStatus.Completed, result.Status);
        }
    }
}
