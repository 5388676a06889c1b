using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;

namespace Eval.Sandboxes.Docker;

/// <summary>
/// Decides whether what a data set brings cannot be used here. A run of an answer only raises the suspicion: what it came to may be the
/// answer's doing. The same must come of an empty answer, in a container in which nothing else ran; else it counts against the answer
/// alone. Thread-safe.
/// </summary>
internal sealed class TestsConfirmation
{
    private readonly ConcurrentDictionary<string, Lazy<Task<ExecutionResult>>> _withoutAnswer = new();

    /// <summary>Returns what counts: that the tests are unusable, or what the answer came to when it was run once more.</summary>
    /// <param name="request">What was run.</param>
    /// <param name="seen">What it came to: tests that seem unusable.</param>
    /// <param name="runFresh">Runs a program in a container in which nothing ran before.</param>
    /// <exception cref="SandboxUnavailableException">Other work kept the tests from the processor.</exception>
    public async Task<ExecutionResult> DecideAsync(ExecutionRequest request, ExecutionResult seen,
        Func<ExecutionRequest, Task<ExecutionResult>> runFresh)
    {
        var alone = await WithoutAnswerAsync(WithoutAnswer(request, seen.ShownBy), runFresh);
        if (alone.Status == ExecutionStatus.TestsUnusable)
        {
            return seen with { Reason = alone.Reason };
        }

        var again = await runFresh(request);
        again = again with { Executions = again.Executions + seen.Executions };
        return again.Status != ExecutionStatus.TestsUnusable ? again : again with
        {
            Status = again.Duration >= request.Limits.WallTime ? ExecutionStatus.TimedOut : ExecutionStatus.Crashed,
            Reason = $"the tests could not go on beside this answer, as they can without it: {again.Reason}",
        };
    }

    private async Task<ExecutionResult> WithoutAnswerAsync(ExecutionRequest request, Func<ExecutionRequest, Task<ExecutionResult>> runFresh)
    {
        var key = Key(request);
        var run = _withoutAnswer.GetOrAdd(key, _ => new Lazy<Task<ExecutionResult>>(() => RunAsync(request, runFresh)));
        try
        {
            return await run.Value;
        }
        catch
        {
            // A failure of the machinery says nothing, and is no answer for the next who asks.
            _withoutAnswer.TryRemove(new KeyValuePair<string, Lazy<Task<ExecutionResult>>>(key, run));
            throw;
        }
    }

    private static async Task<ExecutionResult> RunAsync(ExecutionRequest request, Func<ExecutionRequest, Task<ExecutionResult>> runFresh)
    {
        var result = await runFresh(request);
        return result.Status == ExecutionStatus.TestsUnusable && result.Duration >= RunnerRequest.LongestTime(request.Limits)
            ? throw new SandboxUnavailableException(
                "Other work on this machine kept the data set's tests from the processor; go on when there is less load.")
            : new ExecutionResult { Status = result.Status, Reason = result.Reason };
    }

    private static ExecutionRequest WithoutAnswer(ExecutionRequest request, string? shownBy)
    {
        var empty = new SourceFile("answer", "");
        return shownBy is null
            ? request with { Files = [empty, .. request.Files.Where(file => file.IsTrusted)] }
            : request with { Files = [empty, new SourceFile("tests", shownBy, IsTrusted: true)], EntryPoints = [], AskedClasses = [] };
    }

    private static string Key(ExecutionRequest request) => Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        new { request.Language, request.Files, request.EntryPoints, request.AskedClasses, request.Limits })));
}
