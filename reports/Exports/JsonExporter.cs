using Eval.Routing.Policies;

namespace Eval.Reports.Exports;

/// <summary>Writes the project's own file, which this program reads again and can express everything.</summary>
public sealed class JsonExporter : IPolicyExporter
{
    /// <inheritdoc/>
    public string Name => "json";

    /// <inheritdoc/>
    public PolicyExport Export(PolicyFile file, ExportOptions options) =>
        new([new ExportedFile("policy.json", DeployablePolicy.From(file, withClassifier: true).File.ToJson() + "\n")], []);
}
