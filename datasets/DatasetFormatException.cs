namespace Eval.Datasets;

/// <summary>
/// A data set's file is not what it should be. The message is a sentence that names file, line and field and says what to do; of several
/// mistakes
/// it is a line for each of the first.
/// </summary>
public sealed class DatasetFormatException : Exception
{
    private const int MaxNamedMistakes = 3;

    /// <summary>Creates the exception.</summary>
    public DatasetFormatException(string file, int? line, string? field, string problem)
        : this(file, line, field, [Compose(file, line, field, problem)])
    {
    }

    private DatasetFormatException(string file, int? line, string? field, IReadOnlyList<string> sentences)
        : base(string.Join('\n', sentences))
    {
        File = file;
        Line = line;
        Field = field;
        Sentences = sentences;
    }

    /// <summary>Gets the file.</summary>
    public string File { get; }

    /// <summary>Gets the line, counted from 1; <see langword="null"/> when the whole file is meant.</summary>
    public int? Line { get; }

    /// <summary>Gets the field; <see langword="null"/> when the whole record is meant.</summary>
    public string? Field { get; }

    /// <summary>Gets a sentence for each of the mistakes that are named, and one for those that are only counted.</summary>
    public IReadOnlyList<string> Sentences { get; }

    /// <summary>Gets whether the mistake is one of the whole set, so that reading on would only repeat it.</summary>
    internal bool IsOfWholeSet { get; init; }

    /// <summary>Joins the mistakes of one file into one exception: the first three, and how many there are beside.</summary>
    public static DatasetFormatException Join(IReadOnlyList<DatasetFormatException> mistakes)
    {
        var first = mistakes[0];
        var sentences = mistakes.Take(MaxNamedMistakes).SelectMany(mistake => mistake.Sentences).ToList();
        if (mistakes.Count > MaxNamedMistakes)
        {
            sentences.Add($"{first.File}: {mistakes.Count - MaxNamedMistakes} more records have mistakes.");
        }

        return new DatasetFormatException(first.File, first.Line, first.Field, sentences);
    }

    private static string Compose(string file, int? line, string? field, string problem) =>
        file + (line is null ? "" : $", line {line}") + (field is null ? "" : $", field '{field}'") + ": " + problem;
}
