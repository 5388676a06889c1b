namespace Eval.Testing;

/// <summary>
/// Names what a test needs: the test is skipped with the reason when it is missing, and fails instead when <c>EVAL_REQUIRE_ALL=1</c>.
/// </summary>
public static class Require
{
    /// <summary>Gets the folder that holds Eval.sln.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>Returns the full path of a program on the path.</summary>
    public static string Tool(params string[] names)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var found = names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        That(found is not null, $"needs {string.Join(" or ", names)} on the path");
        return found!;
    }

    /// <summary>Returns the full path of a file of the shared data folder.</summary>
    public static string SharedData(string relativePath)
    {
        var folder = Environment.GetEnvironmentVariable("EVAL_SHARED_DATA") ?? BesideTheCheckout();
        Assert.SkipWhen(folder == "none", "This test needs the public data sets, and EVAL_SHARED_DATA says that there are none.");
        var path = folder is null ? null : Path.Combine(folder, relativePath);
        That(File.Exists(path) || Directory.Exists(path), $"needs {relativePath} in the shared data folder (EVAL_SHARED_DATA)");
        return path!;
    }

    /// <summary>Skips or fails the test unless the condition holds.</summary>
    public static void That(bool condition, string reason)
    {
        if (Environment.GetEnvironmentVariable("EVAL_REQUIRE_ALL") == "1")
        {
            Assert.True(condition, "EVAL_REQUIRE_ALL is set and this test " + reason + ".");
        }

        Assert.SkipUnless(condition, "This test " + reason + ".");
    }

    private static string? BesideTheCheckout()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Eval.sln")))
            {
                return Path.Combine(folder.FullName, "..", "shared", "data");
            }
        }

        return null;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Eval.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Eval.sln is not above the tests' folder.");
    }
}
