using Eval.Sandboxes.Roslyn;

namespace Eval.Sandboxes.Tests;

/// <summary>One real sandbox for a class of tests.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    public RoslynSandbox Sandbox { get; private set; } = null!;

    /// <summary>Honest sources take a tenth of it; hostile ones take it whole, and there are many of them.</summary>
    private static readonly TimeSpan CompileTime = TimeSpan.FromSeconds(4);

    public async ValueTask InitializeAsync() =>
        Sandbox = await RoslynSandbox.StartAsync(new RoslynSandboxOptions { MaxWorkers = 2, CompileTime = CompileTime },
        CancellationToken.None);

    public ValueTask DisposeAsync() => Sandbox.DisposeAsync();

    /// <summary>Runs an answer and reports the values of expressions over it.</summary>
    public Task<ExecutionResult> RunAsync(string answer, params string[] calls)
    {
        var checks = calls.Select((call, check) => $"global::Eval.Runtime.Checks.Value({check}, () => (object?)({call}));");
        return RunDriverAsync(answer, string.Join('\n', checks));
    }

    /// <summary>Runs an answer under the statements of a driver.</summary>
    public Task<ExecutionResult> RunDriverAsync(string answer, string statements, ResourceLimits? limits = null,
        bool forbidReflection = false) => Sandbox.ExecuteAsync(
        new ExecutionRequest
        {
            Language = "csharp",
            Files = [new SourceFile("Answer.cs", answer),
                new SourceFile("Driver.cs", $"internal static class EvalDriver {{ public static void Run() {{ {statements} }} }}",
                IsTrusted: true)],
            Limits = limits ?? new ResourceLimits(),
            ForbidReflection = forbidReflection,
        },
        TestContext.Current.CancellationToken);
}
