using Eval.Results.Records;

namespace Eval.Harness.Tests.Issues;

/// <summary>Tasks of mocha, jest and vitest on a real engine: the known patch resolves, none and forged ones do not.</summary>
[Trait("Needs", "docker")]
public sealed class NodeRunnersTests : IDisposable
{
    private static readonly NodeRunner[] Runners = [NodeRunner.Mocha, NodeRunner.Jest, NodeRunner.Vitest];

    private readonly GradingFolder _folder = new();

    public NodeRunnersTests()
    {
        foreach (var runner in Runners)
        {
            runner.Write(_folder);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Only_what_mends_it_resolves_a_task_of_mocha_jest_or_vitest()
    {
        await AssertOnlyGoodResolvesAsync(runner => runner.Always);

        var gradings = (await _folder.StoredAttemptsAsync()).Select(attempt => IssueGrading.Parse(attempt.Texts!.Grading)!)
            .Where(grading => grading.IsResolved).ToList();
        Assert.All(gradings, grading => Assert.Equal((20, 20, 1.0 / (1 << 20)),
            (grading.FailToPassSucceeded.Count, grading.WrongTwins, grading.GuessProbability)));
        Assert.Equal(["jest", "mocha", "vitest"], gradings.Select(grading => grading.Environment).Order(StringComparer.Ordinal));
        // What is flagged is what the patch says; that its choice is wrong shows in the tests alone.
        Assert.All(_folder.Rows(), row => Assert.Equal(row["model"] == "chooses", row["patch_flags"].Length > 0));
    }

    [Fact(Explicit = true)]
    public Task No_other_patch_that_mends_nothing_does()
    {
        NodeRunner.Node.Write(_folder);
        return AssertOnlyGoodResolvesAsync(runner => runner.Rest, NodeRunner.Node);
    }

    [Fact(Explicit = true)]
    public async Task Tasks_of_mocha_jest_and_vitest_are_fit_to_judge_by()
    {
        GradingFolder.NeedEngine();

        var result = await _folder.Eval.RunAsync("datasets", "check", "tasks");

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.All(Runners, runner => Assert.Contains(runner.TaskId, result.Output, StringComparison.Ordinal));
        Assert.Equal(Runners.Length, result.Output.Split("known patch resolves 2/2, no patch fails as listed 2/2").Length - 1);
    }

    private async Task AssertOnlyGoodResolvesAsync(Func<NodeRunner, IReadOnlyDictionary<string, string>> forged, params NodeRunner[] more)
    {
        GradingFolder.NeedEngine();
        var patches = Runners.Concat(more).SelectMany(runner => forged(runner).Append(KeyValuePair.Create("good", runner.Good))
            .Select(patch => (Task: runner.TaskId, Model: patch.Key, Patch: patch.Value))).ToList();
        _folder.WritePredictions(patches);

        var result = await _folder.Eval.RunAsync("grade", "--datasets", "tasks", "--predictions", "preds.jsonl");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(
            patches.Select(patch => $"{patch.Task} {patch.Model} {(patch.Model == "good" ? "passed" : "unresolved")}")
                .Order(StringComparer.Ordinal),
            _folder.Rows().Select(row => $"{row["task_id"]} {row["model"]} {row["verdict"]}").Order(StringComparer.Ordinal));
    }
}
