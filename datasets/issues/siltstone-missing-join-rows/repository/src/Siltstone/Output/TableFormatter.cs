using System.Text;
using Siltstone.Values;

namespace Siltstone.Output;

/// <summary>Writes results as tables in plain text; numbers stand to the right of their columns.</summary>
public static class TableFormatter
{
    public static string Format(QueryResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Columns.Count == 0)
        {
            return $"{result.AffectedRows} rows affected\n";
        }

        int[] widths = new int[result.Columns.Count];
        bool[] numeric = new bool[widths.Length];
        for (int i = 0; i < widths.Length; i++)
        {
            List<SqlValue> cells = [.. result.Rows.Select(r => r[i])];
            widths[i] = cells.Select(c => c.ToString().Length).Append(result.Columns[i].Length).Max();
            numeric[i] = cells.Exists(c => !c.IsNull) && cells.TrueForAll(c => c.IsNull || SqlTypes.IsNumeric(c.Type));
        }

        var text = new StringBuilder();
        AppendLine(text, result.Columns, widths, numeric);
        text.AppendJoin("-+-", widths.Select(w => new string('-', w))).Append('\n');
        foreach (IReadOnlyList<SqlValue> row in result.Rows)
        {
            AppendLine(text, [.. row.Select(v => v.ToString())], widths, numeric);
        }

        return text.Append('(').Append(result.Rows.Count).Append(result.Rows.Count == 1 ? " row)\n" : " rows)\n").ToString();
    }

    private static void AppendLine(StringBuilder text, IReadOnlyList<string> cells, int[] widths, bool[] numeric)
    {
        IEnumerable<string> padded = cells.Select((c, i) => numeric[i] ? c.PadLeft(widths[i]) : c.PadRight(widths[i]));
        text.Append(string.Join(" | ", padded).TrimEnd()).Append('\n');
    }
}
