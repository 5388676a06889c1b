using Eval.Harness.Scoring;
using Eval.Results.Records;
using Eval.Sandboxes;
using Eval.Sandboxes.Docker;

namespace Eval.Harness.Tests.Scoring.Checking;

/// <summary>Tests that run in another process and under another user than the answer, inside of a container.</summary>
public sealed class OutsideCheckerInContainerTests
{
    private static readonly string[] Tried =
        ["frames on every descriptor", "the channel by reflection: checks", "memory of this process searched",
            "exit from a module initializer", "an oversized frame"];

    [Fact]
    [Trait("Needs", "Docker")]
    public async Task References_pass_and_nothing_else_does()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var sandbox = await OpenAsync();
        var scorer = new FunctionScorer(sandbox, sandbox, new ResourceLimits(), languages: sandbox);
        var words = AskedTasks.All[0];
        var wrong = new List<string>();
        foreach (var (task, answer, isRight) in AskedTasks.All.Select(task => (task, task.Reference, true))
            .Append((words, words.Empty, false))
            .Concat(Attacks.Anywhere.Where(attack => Tried.Contains(attack.Name))
                .Select(attack => (words, words.Empty + "\n" + attack.Code, false))))
        {
            var scored = await scorer.ScoreCodeAsync(task.Task(), answer, ct);
            if (scored.VerdictOrigin != VerdictOrigin.Outside || (scored.Verdict == Verdict.Passed) != isRight
                || scored.Verdict == Verdict.SandboxError)
            {
                wrong.Add($"{task.Name}: {scored.Verdict} {scored.Error} {scored.VerdictOrigin} {scored.InsideReason}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static async Task<DockerSandbox> OpenAsync()
    {
        try
        {
            return await DockerSandbox.StartAsync(new DockerSandboxOptions { MaxContainers = 1 }, TestContext.Current.CancellationToken);
        }
        catch (SandboxUnavailableException e)
        {
            Require.That(false, e.Message);
            throw;
        }
    }
}
