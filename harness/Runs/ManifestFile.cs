using System.Text.Json;
using System.Text.Json.Serialization;
using Eval.Reports;

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

    public Task WriteAsync(RunResults results, DirectoryInfo output, CancellationToken ct) =>
        File.WriteAllTextAsync(Path.Combine(output.FullName, "manifest.json"), JsonSerializer.Serialize(results.Run, Format) + "\n", ct);
}
