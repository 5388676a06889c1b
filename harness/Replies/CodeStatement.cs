namespace Eval.Harness.Replies;

/// <summary>A statement at the top level of a piece of code.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
internal sealed record CodeStatement(int Start, int End)
{
    /// <summary>Gets the names that it defines at the top level.</summary>
    public IReadOnlySet<string> Declares { get; init; } = new HashSet<string>();

    /// <summary>Gets the names that it uses and does not bind itself.</summary>
    public IReadOnlySet<string> Needs { get; init; } = new HashSet<string>();

    /// <summary>Gets the methods of a class.</summary>
    public IReadOnlySet<string> Methods { get; init; } = new HashSet<string>();

    /// <summary>Gets whether it defines a function or class, so that what it needs is needed when that is called.</summary>
    public bool IsDefinition { get; init; }

    /// <summary>Gets whether it takes its names from elsewhere.</summary>
    public bool IsImport { get; init; }

    /// <summary>Gets whether it is a signature without a body of its own.</summary>
    public bool IsStub { get; init; }

    /// <summary>Gets whether it does nothing, as a line of prose does that happens to be valid.</summary>
    public bool IsIdle { get; init; }

    /// <summary>Gets whether it takes its names from another file of the same program.</summary>
    public bool IsLocalImport { get; init; }

    /// <summary>Gets whether it exports anything to other files.</summary>
    public bool IsExport { get; init; }

    /// <summary>Gets whether it exports a value alone or by default, so that its own name does not matter.</summary>
    public bool IsWholeExport { get; init; }

    /// <summary>Gets the name of what it exports alone or by default; null where that has none.</summary>
    public string? ExportedName { get; init; }

    /// <summary>Gets where it begins in a piece that only helps another, without what exports by default.</summary>
    public int HelperStart { get; init; } = Start;
}
