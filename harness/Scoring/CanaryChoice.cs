using System.Collections.Concurrent;
using Eval.Datasets;
using Eval.Results.Records;
using Eval.Sandboxes;

namespace Eval.Harness.Scoring;

/// <summary>
/// Chooses once for a task, by its reference alone, whether answers to it meet canaries: where the reference passes among them. No answer
/// has a part in the choice, nor how busy the machine is.
/// </summary>
/// <param name="scoreReference">Returns what the reference comes to among canaries; null where the tests hold nothing to compare
/// with.</param>
internal sealed class CanaryChoice(Func<FunctionTask, CancellationToken, Task<ScoredAnswer?>> scoreReference)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<bool>>> _chosen = new();

    /// <summary>Returns whether answers to a task meet canaries.</summary>
    /// <exception cref="SandboxUnavailableException">The sandbox failed; nothing is chosen.</exception>
    public async Task<bool> BearsAsync(FunctionTask task, CancellationToken ct)
    {
        if (task is not { Language: "csharp", Tests: ProgramTests { Style: ProgramTestStyle.Xunit }, ReferenceSolution: not null })
        {
            return false;
        }

        var key = $"{task.Dataset}/{task.Id}";
        var chosen = _chosen.GetOrAdd(key, _ => new Lazy<Task<bool>>(() => ChooseAsync(task, ct)));
        try
        {
            return await chosen.Value.WaitAsync(ct);
        }
        catch
        {
            _chosen.TryRemove(new KeyValuePair<string, Lazy<Task<bool>>>(key, chosen));
            throw;
        }
    }

    private async Task<bool> ChooseAsync(FunctionTask task, CancellationToken ct) =>
        await scoreReference(task, ct) is { Verdict: Verdict.Passed };
}
