namespace Eval.Sandboxes.Tests.Docker;

[Trait("Needs", "docker")]
public sealed class CSharpInContainerTests(DockerFixture fixture) : IClassFixture<DockerFixture>
{
    private async Task<ExecutionResult> RunAsync(string body, int wallSeconds = 15)
    {
        fixture.Need();
        return await fixture.Sandbox.ExecuteAsync(
            new ExecutionRequest
            {
                Language = "csharp",
                Files =
                [
                    new SourceFile("Answer.cs", $"public static class Answer {{ {body} }}"),
                    new SourceFile("Driver.cs", $"using Eval.Runtime; internal static class EvalDriver {{ public static void Run() {{ "
                        + $"Checks.Value(0, () => Answer.F()); }} }}", IsTrusted: true),
                ],
                Limits = new ResourceLimits { CpuTime = TimeSpan.FromSeconds(2), WallTime = TimeSpan.FromSeconds(wallSeconds) },
            },
            TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("public static int F() => 42;", "42")]
    [InlineData("public static string F() => string.Join(\",\", new[] { \"b\", \"A\", \"a\" }.Order());", "\"a,A,b\"")]
    [InlineData("public static string F() => System.Convert.ToHexString(System.Security.Cryptography.SHA256.HashData([])).Substring(0, 4);",
        "\"E3B0\"")]
    public async Task Returned_values_come_back(string body, string value)
    {
        var result = await RunAsync(body);

        Assert.Equal((ExecutionStatus.Completed, value), (result.Status, result.Observations.SingleOrDefault()?.Text));
        Assert.NotNull(result.CompileDuration);
    }

    [Theory]
    [InlineData("public static int F() => x;", ExecutionStatus.CompileFailed)]
    [InlineData("public static int F() => 42; } namespace @Eval.Runtime { public static class Checks { } ", ExecutionStatus.CompileFailed)]
    [InlineData("public static int F() { while (true) { } }", ExecutionStatus.TimedOut)]
    [InlineData("public static int F() { System.Threading.Thread.Sleep(-1); return 0; }", ExecutionStatus.TimedOut, 2)]
    [InlineData("public static int F() { System.Environment.Exit(0); return 42; }", ExecutionStatus.Crashed)]
    [InlineData("public static int F() => F() + 1;", ExecutionStatus.Crashed)]
    [InlineData("public static int F() { var all = new System.Collections.Generic.List<byte[]>(); while (true) all.Add(new byte[1 << "
        + "20]); }", ExecutionStatus.MemoryExceeded)]
    [InlineData("public static int F() { while (true) System.Console.Write(new string('x', 1000)); }", ExecutionStatus.TimedOut)]
    [InlineData("public static string F() => new string('x', 4 << 20);", ExecutionStatus.OutputExceeded)]
    public async Task Each_end_has_its_name(string body, ExecutionStatus status, int wallSeconds = 15)
    {
        var result = await RunAsync(body, wallSeconds);

        Assert.True(status == result.Status, $"{result.Status} {result.Reason} {result.Output}");
    }
}
