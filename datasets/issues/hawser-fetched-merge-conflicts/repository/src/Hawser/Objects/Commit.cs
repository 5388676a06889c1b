namespace Hawser.Objects;

/// <summary>A state of all files, with the states it was made from.</summary>
public sealed class Commit
{
    internal Commit(
        ObjectId id,
        ObjectId tree,
        IReadOnlyList<ObjectId> parents,
        Signature author,
        Signature committer,
        string message)
    {
        Id = id;
        Tree = tree;
        Parents = parents;
        Author = author;
        Committer = committer;
        Message = message;
    }

    /// <summary>The id of the commit.</summary>
    public ObjectId Id { get; }

    /// <summary>The id of the root folder.</summary>
    public ObjectId Tree { get; }

    /// <summary>The commits it was made from: none for the first one, two or more for a merge.</summary>
    public IReadOnlyList<ObjectId> Parents { get; }

    /// <summary>Who wrote the change.</summary>
    public Signature Author { get; }

    /// <summary>Who made the commit; differs from the author when a change is replayed.</summary>
    public Signature Committer { get; }

    /// <summary>The whole message.</summary>
    public string Message { get; }

    /// <summary>The first line of the message.</summary>
    public string Subject => Message.Split('\n', 2)[0];

    /// <summary>True if the commit joins several lines of development.</summary>
    public bool IsMerge => Parents.Count > 1;

    /// <inheritdoc />
    public override string ToString() => $"{Id.Short} {Subject}";
}
