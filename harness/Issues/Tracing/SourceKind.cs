namespace Eval.Harness.Issues.Tracing;

/// <summary>How a file belongs to the others of a program.</summary>
internal enum SourceKind
{
    /// <summary>It is no source of a known language.</summary>
    None,

    /// <summary>A module that others import by its dotted name.</summary>
    Python,

    /// <summary>A module that others import by its path.</summary>
    Script,

    /// <summary>A source that a project compiles with all others.</summary>
    Compiled,
}
