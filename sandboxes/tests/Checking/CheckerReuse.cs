namespace Eval.Sandboxes.Tests.Checking;

/// <summary>
/// Tests of a <c>Box</c> that tell in which process they ran: hash codes of text are other ones in every process.
/// </summary>
internal sealed class CheckerReuse(ISplittingSandbox sandbox)
{
    /// <summary>The answer's <c>Value</c> is 1 and its <c>Call</c> calls what it is given.</summary>
    public const string Answer = "public class Box { public int Value => 1; public void Call(Action action) => action(); }";

    private const string Process = "Console.WriteLine(\"process \" + \"box\".GetHashCode());";

    /// <summary>Returns the tests, which begin by printing their process.</summary>
    /// <param name="body">What is checked, as statements.</param>
    /// <param name="members">What the class of the tests has beside it.</param>
    /// <param name="types">What their namespace has beside it.</param>
    /// <param name="reference">The answer that the tests were written for.</param>
    public async Task<CheckerProgram> SplitAsync(string body, string members = "", string types = "", string? reference = null)
    {
        var split = await sandbox.SplitAsync(Together(reference ?? Answer, body, members, types), TestContext.Current.CancellationToken);
        return split.Program ?? throw new InvalidOperationException(split.Refusal);
    }

    /// <summary>Runs tests of an answer; returns the result and the process they ran in.</summary>
    public async Task<(ExecutionResult Result, string? Process)> RunAsync(CheckerProgram tests, string answer = Answer)
    {
        var request = new ExecutionRequest
        {
            Language = "csharp",
            Files = [new SourceFile("Answer.cs", answer)],
            Checker = tests,
            Limits = new ResourceLimits { CpuTime = TimeSpan.FromSeconds(2), WallTime = TimeSpan.FromSeconds(10) },
        };
        var result = await sandbox.ExecuteAsync(request, TestContext.Current.CancellationToken);
        return (result, result.Output.Split('\n').FirstOrDefault(line => line.StartsWith("process ", StringComparison.Ordinal)));
    }

    public static void AssertHeld(ExecutionResult result) => Assert.True(
        result.Status == ExecutionStatus.Completed && result.Observations is [{ Kind: ObservationKind.Held }],
        $"{result.Status} {result.Reason} {string.Join(" ", result.Observations)} {result.Output}");

    private static ExecutionRequest Together(string answer, string body, string members, string types) => new()
    {
        Language = "csharp",
        Files =
        [
            new SourceFile("Answer.cs", answer),
            new SourceFile("Driver.cs", "internal static class EvalDriver { public static void Run() => global::Eval.Runtime.Checks.Run(0, "
                + "() => new global::Eval.Tests.BoxTests().Run()); }", IsTrusted: true),
            new SourceFile("Tests.cs", $"namespace Eval.Tests {{ using System; using System.Collections.Generic; using System.Linq; using "
                + $"System.Threading; using System.Threading.Tasks; using Xunit; public class BoxTests {{ {members} public void Run() {{ "
                + $"{Process} {body} }} }} {types} }}", IsTrusted: true),
        ],
        ForbidReflection = true,
    };
}
