using System.Text;
using Eval.Results;
using Eval.Routing.Search;

namespace Eval.Reports.Json;

/// <summary>Writes <c>routing.json</c>: the recommended policy in the form that runs and routers load.</summary>
public sealed class RoutingJson : IReport
{
    /// <summary>The file's name.</summary>
    public const string FileName = "routing.json";

    /// <inheritdoc/>
    public Task WriteAsync(ReportInput input, DirectoryInfo output, CancellationToken ct) =>
        input.Routing is { } routing ? WriteAsync(routing, output, ct) : Task.CompletedTask;

    /// <summary>Writes the file of a search.</summary>
    public static async Task WriteAsync(RoutingResult routing, DirectoryInfo output, CancellationToken ct)
    {
        output.Create();
        await File.WriteAllTextAsync(Path.Combine(output.FullName, FileName),
            PolicyFiles.Create(routing, routing.Recommended, "recommended").ToJson() + "\n", new UTF8Encoding(false), ct);
    }
}
