using System.Text.Json;
using System.Text.Json.Serialization;
using Eval.Reports;
using Eval.Results;

namespace Eval.Harness.Runs;

/// <summary>Writes <c>manifest.json</c>: everything needed to run it again.</summary>
internal sealed class ManifestFile : IReport
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public Task WriteAsync(ReportInput input, DirectoryInfo output, CancellationToken ct) =>
        File.WriteAllTextAsync(Path.Combine(output.FullName, "manifest.json"), JsonSerializer.Serialize(input.Run, Format) + "\n", ct);
}
