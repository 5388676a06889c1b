namespace Hawser.Objects;

/// <summary>What a stored object is.</summary>
public enum ObjectKind
{
    /// <summary>The text of a file.</summary>
    Blob,

    /// <summary>The entries of a folder.</summary>
    Tree,

    /// <summary>A commit.</summary>
    Commit,
}

/// <summary>An object as it is stored and sent.</summary>
internal sealed record StoredObject(ObjectKind Kind, string Content)
{
    public ObjectId ComputeId() => ObjectId.Compute(NameOf(Kind), Content);

    public static string NameOf(ObjectKind kind) => kind switch
    {
        ObjectKind.Blob => "blob",
        ObjectKind.Tree => "tree",
        _ => "commit",
    };

    public static ObjectKind KindOf(string name) => name switch
    {
        "blob" => ObjectKind.Blob,
        "tree" => ObjectKind.Tree,
        "commit" => ObjectKind.Commit,
        _ => throw new CorruptDataException($"'{name}' is no kind of object."),
    };
}
