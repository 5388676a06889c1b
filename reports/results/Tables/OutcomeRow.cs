namespace Eval.Results.Tables;

/// <summary>A line of a table: its number in the file and its fields as text, by name.</summary>
internal sealed class OutcomeRow
{
    private readonly IReadOnlyDictionary<string, int> _columns;
    private readonly string[] _cells;

    /// <summary>Takes a line of a file whose columns are the same for all lines.</summary>
    public OutcomeRow(int line, IReadOnlyDictionary<string, int> columns, string[] cells)
    {
        (Line, _columns, _cells) = (line, columns, cells);
    }

    /// <summary>Takes a line with fields of its own.</summary>
    public OutcomeRow(int line, IReadOnlyDictionary<string, string> fields)
        : this(line, fields.Keys.Select((name, number) => (name, number))
            .ToDictionary(pair => pair.name, pair => pair.number, StringComparer.Ordinal), [.. fields.Values])
    {
    }

    public int Line { get; }

    public IEnumerable<string> Names => _columns.Keys;

    /// <summary>Returns the first of the named fields that says something; null when none does.</summary>
    public string? Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_columns.TryGetValue(name, out var column) && _cells[column] is { Length: > 0 } text)
            {
                return text;
            }
        }

        return null;
    }
}
