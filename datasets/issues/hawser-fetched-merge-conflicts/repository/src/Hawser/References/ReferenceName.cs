namespace Hawser.References;

/// <summary>Rules for the names of references.</summary>
internal static class ReferenceName
{
    public const string Head = "HEAD";
    public const string Heads = "refs/heads/";
    public const string Tags = "refs/tags/";
    public const string Remotes = "refs/remotes/";

    public static string OfBranch(string name) => Heads + Check(name);

    public static string OfTag(string name) => Tags + Check(name);

    public static string OfRemote(string remote, string branch) => Remotes + Check(remote) + "/" + Check(branch);

    /// <summary>The name as people write it.</summary>
    public static string Shorten(string fullName)
    {
        foreach (string prefix in (string[])[Heads, Tags, Remotes])
        {
            if (fullName.StartsWith(prefix, StringComparison.Ordinal))
            {
                return fullName[prefix.Length..];
            }
        }

        return fullName;
    }

    private static string Check(string name)
    {
        bool valid = name.Length > 0
            && name != Head
            && !name.AsSpan().ContainsAny(" ~^:?*[\\\n@{}")
            && !name.Contains("..", StringComparison.Ordinal)
            && !name.Contains("//", StringComparison.Ordinal)
            && !name.StartsWith('/')
            && !name.StartsWith('-')
            && !name.EndsWith('/')
            && !name.EndsWith('.');
        return valid ? name : throw new HawserException($"'{name}' cannot be used as a name.");
    }
}
