namespace Hawser.Persistence;

/// <summary>
/// The words of a saved repository. It is a text of lines; where a line announces content, as many characters follow as
/// it says, and a line feed. The first line is the header, the last one the end mark, and between them stand in this
/// order: objects, commits with their generations, references, HEAD, a commit in preparation, working files.
/// </summary>
internal static class SnapshotFormat
{
    public const string Header = "hawser repository 1";
    public const string Object = "object";
    public const string Commit = "commit";
    public const string Reference = "reference";
    public const string OnBranch = "on-branch";
    public const string AtCommit = "at-commit";
    public const string Pending = "pending";
    public const string File = "file";
    public const string End = "end";
}
