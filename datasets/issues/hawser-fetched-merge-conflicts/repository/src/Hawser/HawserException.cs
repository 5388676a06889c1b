namespace Hawser;

/// <summary>Something that was asked of a repository cannot be done.</summary>
public class HawserException(string message) : Exception(message);

/// <summary>A revision names no commit, or more than one.</summary>
public sealed class UnknownRevisionException(string revision, string reason)
    : HawserException($"Revision '{revision}': {reason}.")
{
    /// <summary>The text that could not be resolved.</summary>
    public string Revision { get; } = revision;
}

/// <summary>Two commits have no ancestor in common, so that there is nothing to merge them against.</summary>
public sealed class UnrelatedHistoriesException(ObjectId ours, ObjectId theirs)
    : HawserException($"{ours.Short} and {theirs.Short} have no common ancestor.");

/// <summary>Stored or received data is not what it claims to be.</summary>
public sealed class CorruptDataException(string message) : HawserException(message);

/// <summary>A patch does not fit the text it is applied to.</summary>
public sealed class PatchRejectedException(string path, int hunk)
    : HawserException($"Hunk {hunk} of the patch for '{path}' does not fit.")
{
    /// <summary>The file the patch is for.</summary>
    public string Path { get; } = path;

    /// <summary>The number of the hunk, counted from one.</summary>
    public int Hunk { get; } = hunk;
}
