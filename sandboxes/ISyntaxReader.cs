namespace Eval.Sandboxes;

/// <summary>Looks at the shape of model-written source without running it, in a process that a hostile source may kill.</summary>
public interface ISyntaxReader
{
    /// <summary>
    /// Returns the outline; one with <see cref="SyntaxOutline.Errors"/> of at least 1 where the source is beyond what the parser can
    /// handle.
    /// </summary>
    Task<SyntaxOutline> ReadAsync(string source, CancellationToken ct);
}
