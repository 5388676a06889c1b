using Eval.Datasets;
using Eval.Harness.Tests.WholeProgram;

namespace Eval.Harness.Tests.Issues;

/// <summary>Each bundled issue against itself, as a user checks it: the known patch resolves, no patch fails exactly as listed.</summary>
[Trait("Needs", "docker")]
public sealed class BundledIssuesTests
{
    /// <summary>The smallest of each language, which are checked each time.</summary>
    private static readonly string[] Always = ["marklet-toc-anchors", "tackline-empty-option-value", "reqtally-negative-offset",
        "withy-wrong-environment"];

    public static IEnumerable<TheoryDataRow<string>> Issues =>
        DatasetCatalog.BesideProgram.OpenAsync("issues", CancellationToken.None).GetAwaiter().GetResult().ReadAsync(CancellationToken.None)
            .ToBlockingEnumerable()
            .Select(task => new TheoryDataRow<string>(task.Id) { Explicit = !Always.Contains(task.Id) });

    [Theory]
    [MemberData(nameof(Issues))]
    public async Task A_bundled_issue_is_fit_to_judge_by(string id)
    {
        using var eval = new EvalProcess();
        eval.Environment["EVAL_DATASETS"] = eval.Folder;

        var result = await eval.RunAsync("datasets", "check", "issues", "--tasks", id, "--times", "1");

        Require.That(!result.Error.Contains("No container engine", StringComparison.Ordinal), "needs a container engine");
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("known patch resolves 1/1, no patch fails as listed 1/1", result.Output, StringComparison.Ordinal);
    }
}
