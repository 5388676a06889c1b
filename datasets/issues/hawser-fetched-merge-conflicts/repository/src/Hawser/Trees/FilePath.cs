namespace Hawser.Trees;

/// <summary>Rules for the paths of files: parts separated by slashes, relative to the root folder.</summary>
internal static class FilePath
{
    /// <summary>Returns the path in its one valid spelling, or throws.</summary>
    public static string Normalize(string path)
    {
        string[] parts = path.Replace('\\', '/').Split('/');
        var kept = new List<string>();
        foreach (string part in parts)
        {
            switch (part)
            {
                case "" when kept.Count > 0:
                case ".":
                    continue;
                case "":
                case "..":
                    throw new HawserException($"The path '{path}' leads out of the repository.");
            }

            if (part.AsSpan().ContainsAny("\n\r\0:"))
            {
                throw new HawserException($"The path '{path}' contains a character that paths may not contain.");
            }

            kept.Add(part);
        }

        return kept.Count > 0 ? string.Join('/', kept) : throw new HawserException("A path may not be empty.");
    }

    /// <summary>The last part of a path.</summary>
    public static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>What follows the last dot of the name, or nothing.</summary>
    public static string ExtensionOf(string path)
    {
        string name = NameOf(path);
        int dot = name.LastIndexOf('.');
        return dot <= 0 ? "" : name[(dot + 1)..];
    }

    /// <summary>True if the path is the folder itself or lies below it.</summary>
    public static bool IsWithin(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal) && (path.Length == folder.Length || path[folder.Length] == '/');

    /// <summary>The folders above a path, the outermost first.</summary>
    public static IEnumerable<string> FoldersOf(string path)
    {
        for (int slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            yield return path[..slash];
        }
    }
}
