using Hawser.Diffing;
using static Hawser.Tests.TestData;

namespace Hawser.Tests;

public class DiffTests
{
    [Fact]
    public void PatchIsWritten()
    {
        Repository repository = Changed(["a", "b", "c", "d", "e"], ["a", "c", "d", "x", "e"]);
        string patch = UnifiedFormat.Write(repository.Diff("main~1", "main", new DiffOptions { ContextLines = 1 }));
        Assert.Equal(
            Lines("--- a/f.txt", "+++ b/f.txt", "@@ -1,5 +1,5 @@", " a", "-b", " c", " d", "+x", " e"),
            patch);
    }

    [Fact]
    public void PatchIsReadAndApplied()
    {
        Repository repository = Changed(["a", "b", "c", "d", "e", "f"], ["a", "B", "c", "d", "e", "F"]);
        string patch = UnifiedFormat.Write(repository.Diff("main~1", "main", new DiffOptions { ContextLines = 1 }));
        repository.Reset("main~1");
        repository.Files.Write("f.txt", Lines("new", "a", "b", "c", "d", "e", "f"));
        repository.ApplyPatches(UnifiedFormat.Read(patch));
        Assert.Equal(Lines("new", "a", "B", "c", "d", "e", "F"), repository.Files.Read("f.txt"));
    }

    [Fact]
    public void PatchThatDoesNotFitIsRejected()
    {
        Repository repository = Changed(["a", "b", "c"], ["a", "B", "c"]);
        IReadOnlyList<FilePatch> patches = repository.Diff("main~1", "main");
        repository.Files.Write("f.txt", Lines("something", "else"));
        var error = Assert.Throws<PatchRejectedException>(() => repository.ApplyPatches(patches));
        Assert.Equal(1, error.Hunk);
    }

    [Fact]
    public void WhitespaceIsIgnored()
    {
        Repository repository = Changed(["if (x)", "{", "  y  = 1;", "}"], ["if (x)", "{", "    y = 1; ", "}", "z"]);
        FilePatch patch = Assert.Single(
            repository.Diff("main~1", "main", new DiffOptions { Whitespace = WhitespaceMode.IgnoreAmount }));
        Assert.Equal((1, 0), (patch.AddedLines, patch.RemovedLines));
    }

    [Fact]
    public void PatienceKeepsUniqueLinesTogether()
    {
        Repository repository = Changed(["{", "alpha", "}", "{", "beta", "}"], ["{", "beta", "}", "{", "gamma", "}"]);
        FilePatch patch = Assert.Single(
            repository.Diff("main~1", "main", new DiffOptions { Algorithm = DiffAlgorithm.Patience }));
        Assert.DoesNotContain(patch.Hunks.SelectMany(h => h.Lines), l => l.Kind != HunkLineKind.Context && l.Text == "beta\n");
    }

    private static Repository Changed(string[] before, string[] after)
    {
        var repository = new Repository();
        repository.Save(0, "f.txt", before);
        repository.Save(1, "f.txt", after);
        return repository;
    }
}
