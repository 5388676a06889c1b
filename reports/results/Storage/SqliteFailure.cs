using Microsoft.Data.Sqlite;

namespace Eval.Results.Storage;

/// <summary>Turns SQLite's error codes into sentences for the user.</summary>
internal static class SqliteFailure
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int Constraint = 19;
    private const int NotADatabase = 26;

    public static bool IsConstraint(SqliteException failure) => failure.SqliteErrorCode == Constraint;

    /// <summary>Returns whether the file could not be opened because its folder cannot be written.</summary>
    public static bool IsUnwritable(SqliteException failure) => failure.SqliteErrorCode is ReadOnly or CannotOpen;

    public static RunStoreException Explain(SqliteException failure, string path) => new(
        failure.SqliteErrorCode switch
        {
            Busy or Locked => $"{path} is locked by another program for too long; close that program and try again.",
            ReadOnly => $"{path} cannot be written; check the rights of the file and its folder or choose another folder with --out.",
            InputOutput => $"Reading or writing {path} failed ({failure.Message}); check the disk and how it is mounted.",
            Corrupt => $"{path} is damaged; restore it from a copy or move it away to start a new one.",
            Full => $"The disk of {path} is full; free some space, then continue with --resume. Everything saved before is still there.",
            CannotOpen => $"{path} cannot be opened; check that its folder exists and may be written.",
            NotADatabase => $"{path} is not a run store; move it away or choose another folder with --out.",
            _ => $"The run store {path} failed: {failure.Message}",
        },
        failure);
}
