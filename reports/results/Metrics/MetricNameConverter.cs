using System.Text.Json;
using System.Text.Json.Serialization;

namespace Eval.Results.Metrics;

/// <summary>Writes a metric as its name.</summary>
internal sealed class MetricNameConverter : JsonConverter<Metric>
{
    public override Metric? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        MetricCatalog.Default.Find(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, Metric value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
}
