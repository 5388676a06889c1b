using System.Text.Json;
using System.Text.Json.Serialization;

namespace Eval.Reports.Comparisons;

/// <summary>Writes a comparison with all its flips as JSON; unbounded ends are null.</summary>
public static class ComparisonJson
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new FiniteOrNull() },
    };

    /// <summary>Returns the text.</summary>
    public static string Create(Comparison comparison) => JsonSerializer.Serialize(comparison, Format);

    private sealed class FiniteOrNull : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
