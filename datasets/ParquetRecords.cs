using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Parquet;
using Parquet.Serialization;

namespace Eval.Datasets;

/// <summary>Reads the rows of a Parquet file as JSON objects, one group of rows after another.</summary>
internal static class ParquetRecords
{
    /// <summary>Returns whether a file that starts like this is a Parquet file.</summary>
    public static bool Matches(ReadOnlyMemory<byte> start) => start.Span.StartsWith("PAR1"u8);

    /// <summary>Reads the rows in the order of the file; a row's number stands for its line.</summary>
    /// <exception cref="DatasetFormatException">The file is damaged.</exception>
    public static async IAsyncEnumerable<RawRecord> ReadAsync(string file, [EnumeratorCancellation] CancellationToken ct)
    {
        var groups = await OrDamagedAsync(file, async () =>
        {
            await using var reader = await ParquetReader.CreateAsync(file, cancellationToken: ct);
            return reader.RowGroupCount;
        });
        var row = 0;
        for (var group = 0; group < groups; group++)
        {
            var number = group;
            var rows = await OrDamagedAsync(file, async () =>
            {
                await using var stream = File.OpenRead(file);
                return (await ParquetSerializer.DeserializeUntypedAsync(stream, null, number, ct)).Data;
            });
            foreach (var record in rows)
            {
                yield return new RawRecord(++row, Json(record));
            }
        }
    }

    private static byte[] Json(Dictionary<string, object> record)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, record);
        }

        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case IDictionary<string, object?> fields:
                json.WriteStartObject();
                foreach (var (name, field) in fields)
                {
                    json.WritePropertyName(name);
                    Write(json, field);
                }

                json.WriteEndObject();
                break;
            case ReadOnlyMemory<char> text:
                json.WriteStringValue(text.Span);
                break;
            case ReadOnlyMemory<byte> bytes:
                json.WriteBase64StringValue(bytes.Span);
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                break;
            case IEnumerable items and not string:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case double number when !double.IsFinite(number):
                json.WriteNullValue();
                break;
            case float number when !float.IsFinite(number):
                json.WriteNullValue();
                break;
            default:
                JsonSerializer.Serialize(json, value);
                break;
        }
    }

    /// <summary>What a library throws at bytes that are not what they should be is of many types.</summary>
    private static async Task<T> OrDamagedAsync<T>(string file, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new DatasetFormatException(
                file,
                null,
                null,
                "is a Parquet file that is damaged or cut short, or written in a way that is not read; fetch it again, or convert it to "
                    + "JSON lines.");
        }
    }
}
