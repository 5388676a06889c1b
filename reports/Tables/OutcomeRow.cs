namespace Eval.Reports.Tables;

/// <summary>A line of a table: its number in the file and its fields as text, by name.</summary>
internal sealed record OutcomeRow(int Line, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>Returns the first of the named fields that says something; null when none does.</summary>
    public string? Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Fields.TryGetValue(name, out var text) && text.Length > 0)
                return text;
        }

        return null;
    }
}
