using System.Text;

namespace Siltstone.Csv;

/// <summary>Reads and writes records of comma-separated values with the quoting of RFC 4180.</summary>
internal static class CsvFormat
{
    /// <summary>Reads records; a field that is empty and not quoted is null.</summary>
    public static IEnumerable<IReadOnlyList<string?>> Read(TextReader reader)
    {
        var fields = new List<string?>();
        var field = new StringBuilder();
        bool quoted = false;
        bool any = false;
        int next;
        while ((next = reader.Read()) >= 0)
        {
            char c = (char)next;
            any = true;
            switch (c)
            {
                case '"' when field.Length == 0 && !quoted:
                    quoted = true;
                    ReadQuoted(reader, field);
                    break;
                case ',':
                    EndField();
                    break;
                case '\r' when reader.Peek() == '\n':
                    break;
                case '\n':
                    EndField();
                    yield return fields.ToArray();
                    fields.Clear();
                    any = false;
                    break;
                default:
                    field.Append(c);
                    break;
            }
        }

        if (any)
        {
            EndField();
            yield return fields.ToArray();
        }

        void EndField()
        {
            fields.Add(field.Length == 0 && !quoted ? null : field.ToString());
            field.Clear();
            quoted = false;
        }
    }

    public static void Write(TextWriter writer, IEnumerable<string?> fields)
    {
        writer.Write(string.Join(',', fields.Select(Quote)));
        writer.Write('\n');
    }

    private static void ReadQuoted(TextReader reader, StringBuilder field)
    {
        while (true)
        {
            int next = reader.Read();
            if (next < 0)
            {
                throw new SqlException(SqlErrorKind.Import, "A quoted field is not closed.");
            }

            if (next != '"')
            {
                field.Append((char)next);
            }
            else if (reader.Peek() == '"')
            {
                field.Append((char)reader.Read());
            }
            else
            {
                return;
            }
        }
    }

    private static string Quote(string? field) => field switch
    {
        null => "",
        "" => "\"\"",
        _ when field.AsSpan().IndexOfAny(",\"\r\n") >= 0 =>
            "\"" + field.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"",
        _ => field,
    };
}
