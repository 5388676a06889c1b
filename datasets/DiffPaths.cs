namespace Eval.Datasets;

/// <summary>Tells which files a unified diff touches.</summary>
public static class DiffPaths
{
    /// <summary>Returns the files' paths without git's <c>a/</c> and <c>b/</c>, in the order of the diff; of a deleted file the old one.</summary>
    public static IReadOnlyList<string> Of(string diff)
    {
        var paths = new List<string>();
        var old = "";
        var isBehindOld = false;
        foreach (var line in diff.Split('\n'))
        {
            if (line.StartsWith("--- ", StringComparison.Ordinal))
            {
                old = Path(line);
                isBehindOld = true;
                continue;
            }

            // Only behind an old name: a line that was added may begin like this too.
            if (isBehindOld && line.StartsWith("+++ ", StringComparison.Ordinal))
            {
                var path = Path(line) is var added && added == "/dev/null" ? Without(old, "a/") : Without(added, "b/");
                if (!paths.Contains(path))
                    paths.Add(path);
            }

            isBehindOld = false;
        }

        return paths;
    }

    private static string Path(string line) => line[4..].Split('\t')[0].TrimEnd('\r', ' ').Trim('"');

    private static string Without(string path, string prefix) => path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : path;
}
