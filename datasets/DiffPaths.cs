namespace Eval.Datasets;

/// <summary>Tells which files a unified diff touches.</summary>
public static class DiffPaths
{
    private const string Header = "diff --git ";
    private const string NewName = "rename to ";

    /// <summary>Returns the files' paths without git's <c>a/</c> and <c>b/</c>, in the order of the diff; of a deleted file the old one.</summary>
    public static IReadOnlyList<string> Of(string diff)
    {
        var paths = new List<string>();
        var old = "";
        var isBehindOld = false;
        // Where no lines change (an empty file, a binary one, a new name) only git's header tells the file.
        string? header = null;
        void Add(string? path)
        {
            if (path is not null && !paths.Contains(path))
                paths.Add(path);

            header = null;
        }

        foreach (var line in TextLines.Split(diff))
        {
            if (line.StartsWith(Header, StringComparison.Ordinal))
            {
                Add(header);
                var names = line[Header.Length..];
                header = Without(names[((names.Length + 1) / 2)..].Trim('"'), "b/");
            }
            else if (line.StartsWith(NewName, StringComparison.Ordinal))
            {
                header = line[NewName.Length..].Trim('"');
            }

            if (line.StartsWith("--- ", StringComparison.Ordinal))
            {
                old = Path(line);
                isBehindOld = true;
                continue;
            }

            // Only behind an old name: a line that was added may begin like this too.
            if (isBehindOld && line.StartsWith("+++ ", StringComparison.Ordinal))
            {
                Add(Path(line) is var added && added == "/dev/null" ? Without(old, "a/") : Without(added, "b/"));
            }

            isBehindOld = false;
        }

        Add(header);
        return paths;
    }

    private static string Path(string line) => line[4..].Split('\t')[0].TrimEnd('\r', ' ').Trim('"');

    private static string Without(string path, string prefix) => path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : path;
}
