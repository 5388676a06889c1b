using Hawser.Objects;

namespace Hawser.Transfer;

/// <summary>Objects on their way from one repository to another, and the branches they belong to.</summary>
public sealed class Bundle
{
    internal Bundle(IReadOnlyList<StoredObject> objects, IReadOnlyList<KeyValuePair<string, ObjectId>> branches)
    {
        Objects = objects;
        Branches = branches;
    }

    /// <summary>The branches and the commits they stand at.</summary>
    public IReadOnlyList<KeyValuePair<string, ObjectId>> Branches { get; }

    /// <summary>The number of commits that are sent.</summary>
    public int CommitCount => Objects.Count(o => o.Kind == ObjectKind.Commit);

    internal IReadOnlyList<StoredObject> Objects { get; }
}

/// <summary>What is fetched.</summary>
public sealed record FetchOptions
{
    /// <summary>The options used when none are given.</summary>
    public static FetchOptions Default { get; } = new();

    /// <summary>The name under which the branches of the other repository are kept, as in <c>origin/main</c>.</summary>
    public string Remote { get; init; } = "origin";

    /// <summary>The branches to fetch; all if null.</summary>
    public IReadOnlyList<string>? Branches { get; init; }

    /// <summary>
    /// How many commits are fetched at most along each line of development, counted from the branches. With a greater
    /// number, or without one, a later fetch brings what is missing.
    /// </summary>
    public int? Depth { get; init; }
}

/// <summary>What a fetch has brought.</summary>
/// <param name="NewCommits">The number of commits that were not here before.</param>
/// <param name="Branches">The names by which the fetched branches are known here.</param>
public sealed record FetchResult(int NewCommits, IReadOnlyList<string> Branches);
