using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsvHelper;
using CsvHelper.Configuration;

namespace Eval.Datasets;

/// <summary>Reads the rows of a table of texts (CSV with commas, semicolons or tabs) as JSON objects; an empty cell is null.</summary>
internal static partial class CsvRecords
{
    private const string Delimiters = ",\t;";

    /// <summary>Returns whether a file that starts like this is a table: its first line names at least two columns.</summary>
    public static bool Matches(ReadOnlyMemory<byte> start) => DelimiterOf(start) is not null;

    /// <summary>Reads the rows in the order of the file.</summary>
    /// <exception cref="DatasetFormatException">The table is broken.</exception>
    public static async IAsyncEnumerable<RawRecord> ReadAsync(
        string file, ReadOnlyMemory<byte> start, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var stream = RecordStream.Open(file);
        using var text = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = $"{DelimiterOf(start)}",
            MaxFieldSize = RecordFile.MaxRecordBytes,
        };
        using var table = new CsvParser(text, configuration);
        var columns = await NextAsync(file, table, 1) ?? [];
        if (columns.Where(column => column.Length > 0).GroupBy(column => column).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new DatasetFormatException(file, 1, twice.Key, "names two columns; give each a name of its own.");
        }

        var line = table.RawRow + 1;
        while (await NextAsync(file, table, line) is { } cells)
        {
            ct.ThrowIfCancellationRequested();
            if (cells.Length != columns.Length)
            {
                throw new DatasetFormatException(
                    file,
                    line,
                    null,
                    $"has {cells.Length} cells, but the first line names {columns.Length} columns; "
                    + "put cells that hold a delimiter into quotes.");
            }

            yield return new RawRecord(line, Json(columns, cells));
            line = table.RawRow + 1;
        }
    }

    private static async Task<string[]?> NextAsync(string file, CsvParser table, int line)
    {
        try
        {
            return await table.ReadAsync() ? table.Record : null;
        }
        catch (DecoderFallbackException)
        {
            throw new DatasetFormatException(file, null, null, "is not valid UTF-8; save the file as UTF-8.");
        }
        catch (MaxFieldSizeException)
        {
            throw new DatasetFormatException(file, line, null, $"a cell is longer than {RecordFile.MaxRecordBytes / (1024 * 1024)} MB.");
        }
        catch (CsvHelperException)
        {
            throw new DatasetFormatException(
                file, line, null, "is no row of a table: a quote stands where none may; double the quotes within a quoted cell.");
        }
    }

    private static byte[] Json(string[] columns, string[] cells)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (column, cell) in columns.Zip(cells).Where(each => each.First.Length > 0))
            {
                json.WriteString(column, cell.Length > 0 ? cell : null);
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static char? DelimiterOf(ReadOnlyMemory<byte> start)
    {
        var bytes = start.Span;
        var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
        var header = Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]).TrimStart('\uFEFF');
        var delimiter = Delimiters.MaxBy(sign => header.Count(letter => letter == sign));
        var names = header.Split(delimiter);
        return names.Length > 1 && names.All(name => ColumnName().IsMatch(name)) ? delimiter : null;
    }

    [GeneratedRegex("""^(?:"[\w .:/-]*"|[\w .:/-]*)$""")]
    private static partial Regex ColumnName();
}
