using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Eval.Reports.Html;

/// <summary>Writes JSON compressed and as base64, the form in which the page carries its data.</summary>
internal static class PackedJson
{
    public static string Pack(Action<Utf8JsonWriter> write)
    {
        using var memory = new MemoryStream();
        using (var zip = new GZipStream(memory, CompressionLevel.Optimal, leaveOpen: true))
        using (var json = new Utf8JsonWriter(zip))
        {
            write(json);
        }

        return Convert.ToBase64String(memory.GetBuffer(), 0, (int)memory.Length);
    }

    /// <summary>Writes a number with so many digits and no more, or null.</summary>
    public static void Number(Utf8JsonWriter json, double? value, string format)
    {
        if (value is { } v && double.IsFinite(v))
        {
            json.WriteRawValue(v.ToString(format, CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteNullValue();
        }
    }
}
