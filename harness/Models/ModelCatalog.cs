using System.Text.Json;

namespace Eval.Harness.Models;

/// <summary>
/// The models whose prices are known, with date and source. A model that is not here has no price: its cost is null, never 0.
/// </summary>
internal sealed class ModelCatalog
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private readonly Dictionary<string, CatalogEntry> _byName;

    private ModelCatalog(IReadOnlyList<CatalogEntry> entries)
    {
        Entries = entries;
        _byName = entries.SelectMany(entry => entry.Names.Select(name => (name, entry)))
            .ToDictionary(pair => pair.name, pair => pair.entry, StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<CatalogEntry> Entries { get; }

    /// <summary>Reads the catalogue that travels with the program.</summary>
    public static ModelCatalog Bundled()
    {
        using var stream = typeof(ModelCatalog).Assembly.GetManifestResourceStream("models.json")!;
        return new ModelCatalog(JsonSerializer.Deserialize<CatalogFile>(stream, Format)!.Models);
    }

    /// <summary>Finds a model by its name with or without the provider in front.</summary>
    /// <param name="model">The name.</param>
    /// <param name="isLocal">Whether what stands behind a colon is the size or the quantisation; elsewhere it is another offer.</param>
    public CatalogEntry? Find(string model, bool isLocal = false)
    {
        var name = isLocal && model.LastIndexOf(':') is > 0 and var colon && colon > model.LastIndexOf('/') ? model[..colon] : model;
        return _byName.GetValueOrDefault(name) ?? _byName.GetValueOrDefault(name.Split('/')[^1]);
    }

    private sealed record CatalogFile(IReadOnlyList<CatalogEntry> Models);
}
