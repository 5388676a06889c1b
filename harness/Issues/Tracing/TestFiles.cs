namespace Eval.Harness.Issues.Tracing;

/// <summary>Tells the files of a test patch that may hold tests from those that tests need.</summary>
internal static class TestFiles
{
    private static readonly string[] NoTests = [".json", ".png", ".csv", ".txt", ".md", ".jpg", ".jpeg", ".pkl", ".yml", ".yaml", ".toml"];

    /// <summary>Whether a file of a test patch may hold tests, rather than what they need.</summary>
    public static bool MayHoldTests(string file) => !NoTests.Contains(Path.GetExtension(file));
}
