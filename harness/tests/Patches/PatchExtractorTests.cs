using Eval.Harness.Patches;

namespace Eval.Harness.Tests.Patches;

public sealed class PatchExtractorTests
{
    private const string Patch = "diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-x = 1  \n+x = 2\n";

    public static TheoryData<string> Patches => new()
    {
        Patch, Patch + "+```diff\n+````\n \n", "--- a/a\r\n+++ b/a\r\n@@ -1 +1 @@\r\n-x\r\n+y\r\n", Patch + "+<think>\n",
            Patch + "+# ends with </think>\n+y = 3\n", Patch + " <think>\n+y = 3\n",
    };

    [Theory]
    [MemberData(nameof(Patches))]
    public void A_wrapped_patch_comes_out_as_it_went_in(string patch) =>
        Assert.Equal(patch, PatchExtractor.Extract(PatchText.Wrap(patch)).Diff);

    [Fact]
    public void An_empty_patch_is_nothing() => Assert.Equal(ChangeKind.Nothing, PatchExtractor.Extract(PatchText.Wrap("")).Kind);

    [Fact]
    public void Diffs_of_several_fences_are_joined_and_drafts_in_thinking_are_not()
    {
        var other = Patch.Replace("a.py", "b.py", StringComparison.Ordinal);

        var change = PatchExtractor.Extract(
            $"<think>\n```diff\nno\n```\n</think>\nFirst:\n```diff\n{Patch}```\nand\n```patch\n{other}```\n"
                + $"Again:\n```diff\n{Patch}```\n```python\nprint()\n```");

        Assert.Equal(Patch + other, change.Diff);
    }

    [Theory]
    [InlineData("+# ends with </think>\n+y = 3\n")]
    [InlineData("+y = 3\n <think>\n+z = 4\n")]
    [InlineData("+<think>\n-</think>\n+y = 3\n")]
    public void A_tag_in_a_fenced_diff_is_the_patchs_own(string lines)
    {
        foreach (var before in new[] { "", "<think>\nno\n</think>\n", "no\n</think>\n",
            "<think>\n```diff\n+# </think>\n```\nno\n</think>\n" })
        {
            Assert.Equal(Patch + lines, PatchExtractor.Extract($"{before}Here it is:\n\n```diff\n{Patch}{lines}```\nThat is all.").Diff);
        }
    }

    [Fact]
    public void Thinking_that_ends_in_a_draft_ends_there() =>
        Assert.Equal(Patch, PatchExtractor.Extract($"Perhaps\n```diff\n-no\n+yes\n</think>\n```diff\n{Patch}```\n").Diff);

    [Theory]
    [InlineData(Patch)]
    [InlineData("--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-x\n+y\n")]
    [InlineData("```diff\n--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-x\n+y\n")]
    public void A_bare_diff_and_a_fence_that_never_ends_are_taken(string reply) =>
        Assert.Contains("+++ b/a.py", PatchExtractor.Extract(reply).Diff, StringComparison.Ordinal);

    [Theory]
    [InlineData("I'm sorry, but I can't help with that.", ChangeKind.Refusal)]
    [InlineData("Change line 3.", ChangeKind.Nothing)]
    [InlineData("", ChangeKind.Nothing)]
    internal void No_change_is_told(string reply, ChangeKind kind) => Assert.Equal(kind, PatchExtractor.Extract(reply).Kind);
}
