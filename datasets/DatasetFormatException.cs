namespace Eval.Datasets;

/// <summary>A data set's file is not what it should be. The message is one sentence that names file, line and field and says what to do.</summary>
public sealed class DatasetFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    public DatasetFormatException(string file, int? line, string? field, string problem)
        : base(Compose(file, line, field, problem))
    {
        File = file;
        Line = line;
        Field = field;
    }

    /// <summary>Gets the file.</summary>
    public string File { get; }

    /// <summary>Gets the line, counted from 1; <see langword="null"/> when the whole file is meant.</summary>
    public int? Line { get; }

    /// <summary>Gets the field; <see langword="null"/> when the whole record is meant.</summary>
    public string? Field { get; }

    private static string Compose(string file, int? line, string? field, string problem) =>
        file + (line is null ? "" : $", line {line}") + (field is null ? "" : $", field '{field}'") + ": " + problem;
}
