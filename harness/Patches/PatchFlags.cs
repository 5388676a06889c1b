using Eval.Datasets;

namespace Eval.Harness.Patches;

/// <summary>Says what of a change could bend tests instead of resolving an issue. It decides nothing; a reader should look.</summary>
internal static class PatchFlags
{
    private static readonly string[] Settings = ["conftest.py", "pytest.ini", "tox.ini", "setup.cfg", "sitecustomize.py", "usercustomize.py", "Directory.Build.props", "Directory.Build.targets"];

    public static IReadOnlyList<string> Of(string diff)
    {
        var paths = DiffPaths.Of(diff);
        var flags = paths.Select(path => Path.GetFileName(path)).Where(name => Settings.Contains(name) || name.EndsWith(".runsettings", StringComparison.Ordinal)).Distinct().Select(name => "touches " + name).ToList();
        if (paths.Count > 0 && paths.All(IsTest))
        {
            flags.Add("touches tests only");
        }

        return flags;
    }

    private static bool IsTest(string path) =>
        path.Split('/').SkipLast(1).Any(folder => folder is "test" or "tests" or "testing")
        || Path.GetFileName(path).StartsWith("test_", StringComparison.Ordinal) || path.EndsWith("Tests.cs", StringComparison.Ordinal);
}
