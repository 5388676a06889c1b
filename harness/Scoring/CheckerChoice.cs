using System.Collections.Concurrent;
using Eval.Datasets;
using Eval.Results.Records;
using Eval.Sandboxes;

namespace Eval.Harness.Scoring;

/// <summary>
/// Chooses once for a task, by its reference alone, whether its tests run in another process than answers: where they compile against
/// stand-ins for the reference's types and the reference passes that way. No answer has a part in the choice, and a sandbox that fails
/// makes none.
/// </summary>
/// <param name="sandbox">Where answers run.</param>
/// <param name="prepare">Returns how the reference of a task is run, with its driver.</param>
internal sealed class CheckerChoice(ISandbox sandbox,
    Func<FunctionTask, CancellationToken, Task<(TestDriver Driver, ExecutionRequest Request)>> prepare)
{
    /// <summary>A reference that does not pass is run again before that is believed.</summary>
    private const int MaxRuns = 2;

    private readonly ConcurrentDictionary<string, Lazy<Task<TestsSplit>>> _chosen = new();

    /// <summary>Returns the tests to run in another process, or why there are none.</summary>
    /// <exception cref="SandboxUnavailableException">The sandbox failed; nothing is chosen.</exception>
    public async Task<TestsSplit> ForAsync(FunctionTask task, CancellationToken ct)
    {
        var key = $"{task.Dataset}/{task.Id}";
        var chosen = _chosen.GetOrAdd(key, _ => new Lazy<Task<TestsSplit>>(() => ChooseAsync(task, ct)));
        try
        {
            return await chosen.Value.WaitAsync(ct);
        }
        catch
        {
            _chosen.TryRemove(new KeyValuePair<string, Lazy<Task<TestsSplit>>>(key, chosen));
            throw;
        }
    }

    private async Task<TestsSplit> ChooseAsync(FunctionTask task, CancellationToken ct)
    {
        if (sandbox is not ISplittingSandbox splitting || task.Language != "csharp")
        {
            return new TestsSplit(null, $"the sandbox {sandbox.Name} runs tests and answers of this language together");
        }

        if (task.ReferenceSolution is null)
        {
            return new TestsSplit(null, "the task has no reference to part its tests from answers by");
        }

        var (driver, request) = await prepare(task, ct);
        if (driver.NeedsPartialHost)
        {
            return new TestsSplit(null, "the tests stand in the answer's own type");
        }

        var split = await splitting.SplitAsync(request, ct);
        if (split.Program is null)
        {
            return split;
        }

        var apart = request with { Checker = split.Program, ForbidReflection = false };
        string? error = null;
        for (var i = 0; i < MaxRuns; i++)
        {
            var scored = ResultReader.Read(driver, await sandbox.ExecuteAsync(apart, ct));
            if (scored.Verdict == Verdict.Passed)
            {
                return split;
            }

            error ??= $"{scored.Verdict.Name()}, {scored.Error}";
        }

        return new TestsSplit(null, $"the reference does not pass with tests in another process: {error}");
    }
}
