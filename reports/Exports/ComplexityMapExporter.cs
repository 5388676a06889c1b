using System.Text;
using System.Text.Json;
using Eval.Results.Records;
using Eval.Routing.Policies;

namespace Eval.Reports.Exports;

/// <summary>Writes one model each for simple, medium and complex requests, as the caller sorts them.</summary>
public sealed class ComplexityMapExporter : IPolicyExporter
{
    private const string Feature = RequestFeature.DeclaredDifficulty;
    private static readonly string[] Levels = ["simple", "medium", "complex"];

    /// <inheritdoc/>
    public string Name => "complexity-map";

    /// <inheritdoc/>
    public PolicyExport Export(PolicyFile file, ExportOptions options)
    {
        var policy = DeployablePolicy.From(file);
        var classes = file.Policy switch
        {
            SinglePolicy single => new ClassPolicy(Feature, new Dictionary<string, RoutingPolicy>(), single),
            ClassPolicy { Feature: Feature } found => found,
            _ => throw new PolicyExportException($"A map of simple, medium and complex holds a single model or classes by '{Feature}' "
                + "alone; export to json, portkey or csharp."),
        };
        if (classes.Rules.Keys.FirstOrDefault(value => !Levels.Contains(value, StringComparer.Ordinal)) is { } other)
        {
            throw new PolicyExportException($"The map has no place for requests that are '{other}'; use simple, medium and complex, or "
                + "export to json, portkey or csharp.");
        }

        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            foreach (var level in Levels)
            {
                json.WriteString(level, ModelId(policy, classes.For(level)));
            }

            json.WriteEndObject();
        }

        var notes = new List<string> { "The caller says how difficult a request is; the numbers hold where it says so as it did for the "
            + "measured tasks." };
        AddParameters(policy, classes, notes);
        var missing = Levels.Where(level => !classes.Rules.ContainsKey(level)).ToList();
        if (missing.Count is > 0 and < 3)
        {
            notes.Add($"The policy has no rule for {string.Join(" and ", missing)}: the default's model stands there.");
        }

        // Readers of a map of three names may refuse a fourth: the origin stands beside it.
        return new PolicyExport(
            [new ExportedFile("complexity-map.json", Encoding.UTF8.GetString(buffer.ToArray()) + "\n"),
                new ExportedFile("complexity-map.txt", string.Concat(OriginText.Lines(file).Concat(notes).Select(line => line + "\n")))],
            notes);
    }

    /// <summary>A map names the provider's identifiers alone: callers send the parameters.</summary>
    private static void AddParameters(DeployablePolicy policy, ClassPolicy classes, List<string> notes)
    {
        var models = classes.Models.Select(name => (Name: name, policy.Model(name).Model, Parameters: policy.Parameters(name))).ToList();
        foreach (var same in models.GroupBy(model => model.Model, StringComparer.Ordinal)
            .Where(same => same.Select(model => model.Parameters).Distinct().Count() > 1))
        {
            throw new PolicyExportException($"{string.Join(" and ", same.Select(model => $"'{model.Name}'"))} are '{same.Key}' with "
                + "different parameters, and a map names "
                + "identifiers alone; export to litellm, portkey or csharp.");
        }

        foreach (var model in models.Where(model => model.Parameters != ModelParameters.None))
        {
            notes.Add($"'{model.Name}' was measured with {model.Parameters}, which the map does not hold: send it with requests.");
        }
    }

    private static string ModelId(DeployablePolicy policy, RoutingPolicy part) => part is SinglePolicy single
        ? policy.Model(single.Model).Model
        : throw new PolicyExportException("A map of simple, medium and complex names one model each, and this policy has more than one for "
        + "some; export to json, portkey or csharp.");
}
