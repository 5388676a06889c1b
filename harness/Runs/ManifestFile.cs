using System.Text.Json;
using System.Text.Json.Serialization;
using Eval.Reports;
using Eval.Results;
using Eval.Results.Records;

namespace Eval.Harness.Runs;

/// <summary>Writes <c>manifest.json</c>: everything needed to run it again.</summary>
internal sealed class ManifestFile : IReport
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new ParameterTexts(), new OptionTexts() },
    };

    public Task WriteAsync(ReportInput input, DirectoryInfo output, CancellationToken ct) =>
        File.WriteAllTextAsync(Path.Combine(output.FullName, "manifest.json"), JsonSerializer.Serialize(input.Run, Format) + "\n", ct);

    /// <summary>In the manifest parameters are a flat list by the names that endpoints read.</summary>
    private sealed class ParameterTexts : JsonConverter<ModelParameters>
    {
        public override ModelParameters Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("A manifest is not read.");

        public override void Write(Utf8JsonWriter writer, ModelParameters value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.ToTexts(), options);
    }

    /// <summary>In the manifest options are a flat list by the names that people type.</summary>
    private sealed class OptionTexts : JsonConverter<RunSettings>
    {
        public override RunSettings Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("A manifest is not read.");

        public override void Write(Utf8JsonWriter writer, RunSettings value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.All.ToDictionary(), options);
    }
}
