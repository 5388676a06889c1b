using System.Text.Json;

namespace Eval.Sandboxes.Docker;

/// <summary>How an execution is told to a runner, and what its reply means.</summary>
internal interface IRunnerProtocol
{
    /// <summary>Makes an order of a request.</summary>
    Task<RunnerRequest> PrepareAsync(ExecutionRequest request, CancellationToken ct);

    /// <summary>Turns the reply into what happened.</summary>
    ExecutionResult Read(JsonElement reply, RunnerRequest prepared);
}
