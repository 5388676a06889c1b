namespace Eval.Reports.Exports;

/// <summary>The formats that policies can be exported to.</summary>
public static class PolicyExporters
{
    /// <summary>Gets all of them.</summary>
    public static IReadOnlyList<IPolicyExporter> All { get; } =
        [new LiteLlmExporter(), new PortkeyExporter(), new RouteLlmExporter(), new CSharpExporter(), new JsonExporter(),
            new ComplexityMapExporter()];

    /// <summary>Returns the exporter of a format; <see langword="null"/> when there is none of that name.</summary>
    public static IPolicyExporter? Find(string name) =>
        All.FirstOrDefault(exporter => string.Equals(exporter.Name, name, StringComparison.OrdinalIgnoreCase));
}
