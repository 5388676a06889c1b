namespace Siltstone;

/// <summary>The class of a mistake in a statement or in the data it meets.</summary>
public enum SqlErrorKind
{
    Syntax,
    UnknownName,
    AmbiguousName,
    TypeMismatch,
    Constraint,
    Evaluation,
    Transaction,
    Import,
}

/// <summary>Thrown for every mistake that lies in a statement or in data, as opposed to a defect of the engine.</summary>
public sealed class SqlException : Exception
{
    public SqlException(SqlErrorKind kind, string message, int? position = null)
        : base(position is { } at ? $"{message} (at character {at + 1})" : message)
    {
        Kind = kind;
        Position = position;
    }

    public SqlErrorKind Kind { get; }

    /// <summary>The zero-based position in the statement's text, for syntax errors.</summary>
    public int? Position { get; }
}
