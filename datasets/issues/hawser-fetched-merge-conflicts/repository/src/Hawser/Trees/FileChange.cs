namespace Hawser.Trees;

/// <summary>What happened to a file between two states.</summary>
public enum FileChangeKind
{
    /// <summary>The file is new.</summary>
    Added,

    /// <summary>The file is gone.</summary>
    Deleted,

    /// <summary>The text of the file is another one.</summary>
    Modified,

    /// <summary>The file has another path, and perhaps a similar text.</summary>
    Renamed,
}

/// <summary>A difference between two states that concerns one file.</summary>
public sealed record FileChange
{
    internal FileChange(FileChangeKind kind, string oldPath, string newPath, ObjectId oldId, ObjectId newId)
    {
        Kind = kind;
        OldPath = oldPath;
        NewPath = newPath;
        OldId = oldId;
        NewId = newId;
    }

    /// <summary>What happened.</summary>
    public FileChangeKind Kind { get; }

    /// <summary>The path in the older state; that of the newer one if the file was added.</summary>
    public string OldPath { get; }

    /// <summary>The path in the newer state; that of the older one if the file was deleted.</summary>
    public string NewPath { get; }

    /// <summary>The text in the older state; none if the file was added.</summary>
    public ObjectId OldId { get; }

    /// <summary>The text in the newer state; none if the file was deleted.</summary>
    public ObjectId NewId { get; }

    /// <inheritdoc />
    public override string ToString() =>
        Kind == FileChangeKind.Renamed ? $"{OldPath} -> {NewPath}" : $"{Kind} {NewPath}";
}
