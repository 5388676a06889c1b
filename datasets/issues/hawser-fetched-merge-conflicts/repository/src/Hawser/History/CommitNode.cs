namespace Hawser.History;

/// <summary>What walks through the history need to know of a commit.</summary>
internal sealed class CommitNode(ObjectId id, IReadOnlyList<ObjectId> parents, long time, int generation)
{
    public ObjectId Id { get; } = id;

    public IReadOnlyList<ObjectId> Parents { get; } = parents;

    /// <summary>When the commit was made, in seconds since 1970.</summary>
    public long Time { get; } = time;

    /// <summary>A number that is greater than that of every ancestor.</summary>
    public int Generation { get; } = generation;

    public override string ToString() => $"{Id.Short} ({Generation})";
}
