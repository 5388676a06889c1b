using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Eval.Results.Formatting;

/// <summary>
/// Writes a file of RFC 4180: UTF-8 without mark, CRLF, quotes where needed. The old file stays until the new one is whole.
/// </summary>
internal static class CsvFile
{
    private const int BufferSize = 1 << 16;

    public static async Task WriteAsync(DirectoryInfo folder, string name, Func<CsvWriter, Task> write)
    {
        folder.Create();
        var path = Path.Combine(folder.FullName, name);
        var unfinished = path + ".tmp";
        try
        {
            await using (var text = new StreamWriter(unfinished, append: false, new UTF8Encoding(false), BufferSize))
            await using (var csv = new CsvWriter(text, Configuration()))
            {
                await write(csv);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Writes a line of names and one line per record.</summary>
    public static async Task WriteRowsAsync<T>(
        CsvWriter csv, IEnumerable<T> records, IReadOnlyList<(string Name, Func<T, string> Cell)> columns, CancellationToken ct)
    {
        foreach (var (name, _) in columns)
        {
            csv.WriteField(CsvCells.Text(name));
        }

        await csv.NextRecordAsync();
        foreach (var record in records)
        {
            ct.ThrowIfCancellationRequested();
            foreach (var (_, cell) in columns)
            {
                csv.WriteField(cell(record));
            }

            await csv.NextRecordAsync();
        }
    }

    /// <summary>The form of all our tables.</summary>
    public static CsvConfiguration Configuration() => new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",

        // By default a lone line feed would not be quoted, since it is not the whole line end.
        ShouldQuote = args => args.Field is { Length: > 0 } field
            && (field.AsSpan().IndexOfAny("\",\r\n") >= 0 || field[0] == ' ' || field[^1] == ' '),
    };
}
