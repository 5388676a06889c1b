namespace Eval.Datasets;

/// <summary>Tells which files a unified diff touches.</summary>
public static class DiffPaths
{
    private const string Header = "diff --git ";
    private const string NewName = "rename to ";

    /// <summary>
    /// Returns the files' paths without git's <c>a/</c> and <c>b/</c>, in the order of the diff; of a deleted file the old one.
    /// </summary>
    public static IReadOnlyList<string> Find(string diff)
    {
        var paths = new List<string>();
        var old = "";
        // Where no lines change (an empty file, a binary one, a new name) only git's header tells the file.
        string? header = null;
        void Add(string? path)
        {
            if (path is not null && !paths.Contains(path))
            {
                paths.Add(path);
            }

            header = null;
        }

        var lines = TextLines.Split(diff);
        for (var i = 0; i < lines.Length; i += 1 + DiffHunks.LengthAt(lines, i))
        {
            var line = lines[i];
            if (line.StartsWith(Header, StringComparison.Ordinal))
            {
                Add(header);
                var names = line[Header.Length..];
                header = Without(QuotedPath.Read(names[((names.Length + 1) / 2)..]), "b/");
            }
            else if (line.StartsWith(NewName, StringComparison.Ordinal))
            {
                header = QuotedPath.Read(line[NewName.Length..]);
            }
            else if (line.StartsWith("--- ", StringComparison.Ordinal))
            {
                old = PathIn(line);
            }
            else if (line.StartsWith("+++ ", StringComparison.Ordinal) && i > 0
                && lines[i - 1].StartsWith("--- ", StringComparison.Ordinal))
            {
                Add(PathIn(line) is var added && added == "/dev/null" ? Without(old, "a/") : Without(added, "b/"));
            }
        }

        Add(header);
        return paths;
    }

    /// <summary>Returns the path in a line that begins with <c>---</c> or <c>+++</c>, still behind <c>a/</c> or <c>b/</c>.</summary>
    public static string PathIn(string line) => QuotedPath.Read(line[4..].Split('\t')[0].TrimEnd('\r', ' '));

    private static string Without(string path, string prefix) =>
        path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : path;
}
