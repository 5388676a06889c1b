using Eval.Harness.Budgets;
using Eval.Harness.Console;
using Eval.Harness.Issues;
using Eval.Results.Formatting;
using Eval.Sandboxes;

namespace Eval.Harness.Runs;

/// <summary>What is said of a run as a whole, before and after its attempts.</summary>
internal sealed class RunSentences(Terminal terminal)
{
    /// <summary>Says what is run in which sandboxes, and what of it calls for care.</summary>
    public void SayWhatIsRun(PreparedRun run, RunPlan plan, int done)
    {
        var sandboxes = run.Sandboxes.Opened;
        terminal.Say($"run {plan.Run.Id}: {Format.Count(plan.Tasks.Count, "task")} × {Format.Count(plan.Models.Count, "model")}"
            + (plan.Run.Samples > 1 ? $" × {plan.Run.Samples} samples" : "")
            + (done > 0 ? $", {done} done before" : "")
            + $"; sandbox {string.Join(", ", sandboxes.Select(sandbox => $"{sandbox.Name} ({sandbox.Isolation.ToString().ToLowerInvariant()})")
                .Concat(run.Sandboxes.Issues is null ? [] : ["docker (container)"]).Distinct())}");
        if (run.Options.Limits.BudgetUsd is not null && run.Options.Calls.Replay is null && run.Answers is null
            && Budget.Caveat(plan.Models) is { } caveat)
        {
            terminal.SayWarning(caveat);
        }

        if (sandboxes.Any(sandbox => sandbox.Isolation == IsolationLevel.Process))
        {
            terminal.SayWarning("reduced isolation: answers run in plain processes that can read and write what this user can. "
                + "Install bubblewrap (Debian: apt-get install bubblewrap); 'doctor' shows what is not contained.");
        }
    }

    /// <param name="repeated">How many keys each endpoint repeated; all were taken out.</param>
    public void SayRepeatedKeys(IReadOnlyDictionary<string, int> repeated)
    {
        foreach (var (endpoint, keys) in repeated)
        {
            terminal.SayWarning($"{Format.Count(keys, "key")} taken out of what {endpoint} sent.");
        }
    }

    /// <param name="issues">What issue tasks ran in; null where there were none.</param>
    public async Task SayUseAsync(IssueSandbox? issues)
    {
        try
        {
            if (issues is not null && await issues.DescribeUseAsync(CancellationToken.None) is { } use)
            {
                terminal.Say(use);
            }
        }
        catch (SandboxUnavailableException)
        {
            // An engine that has gone by now takes a figure, not the results.
        }
    }
}
