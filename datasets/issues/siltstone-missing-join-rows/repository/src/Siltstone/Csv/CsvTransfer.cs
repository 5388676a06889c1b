using Siltstone.Output;
using Siltstone.Storage;
using Siltstone.Transactions;
using Siltstone.Values;

namespace Siltstone.Csv;

/// <summary>Imports records into tables and exports results.</summary>
internal static class CsvTransfer
{
    /// <summary>Adds the records to the table; the first one names the columns, in any order.</summary>
    public static int Import(Table table, TextReader reader, UndoLog undo)
    {
        int[]? ordinals = null;
        int line = 0;
        int count = 0;
        foreach (IReadOnlyList<string?> record in CsvFormat.Read(reader))
        {
            line++;
            if (ordinals is null)
            {
                ordinals = [.. record.Select(name => table.Schema.GetColumn(name?.Trim() ?? ""))];
                continue;
            }

            if (record.Count != ordinals.Length)
            {
                throw new SqlException(
                    SqlErrorKind.Import, $"Record {line} has {record.Count} fields instead of {ordinals.Length}.");
            }

            var row = new SqlValue[table.Schema.Columns.Count];
            for (int i = 0; i < ordinals.Length; i++)
            {
                row[ordinals[i]] = record[i] is { } text ? SqlValue.Text(text) : SqlValue.Null;
            }

            try
            {
                table.Insert(row, undo);
            }
            catch (SqlException e)
            {
                throw new SqlException(SqlErrorKind.Import, $"Record {line}: {e.Message}");
            }

            count++;
        }

        return count;
    }

    public static void Export(QueryResult result, TextWriter writer)
    {
        CsvFormat.Write(writer, result.Columns);
        foreach (IReadOnlyList<SqlValue> row in result.Rows)
        {
            CsvFormat.Write(writer, row.Select(v => v.IsNull ? null : v.ToString()));
        }
    }
}
