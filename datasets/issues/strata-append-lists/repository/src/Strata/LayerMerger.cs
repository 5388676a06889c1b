namespace Strata;

/// <summary>Lays one tree over another.</summary>
internal static class LayerMerger
{
    public static ConfigSection MergeAll(IReadOnlyList<ConfigSection> layers) =>
        layers.Count == 0 ? new ConfigSection([]) : layers.Aggregate(Merge);

    private static ConfigSection Merge(ConfigSection lower, ConfigSection upper)
    {
        var result = new ConfigSection([.. lower.Origins.Union(upper.Origins)]);
        foreach (var (name, child) in lower.Children)
        {
            result.Set(name, child);
        }

        foreach (var (name, child) in upper.Children)
        {
            result.Set(name, (result.Find(name), child) switch
            {
                (ConfigSection below, ConfigSection above) => Merge(below, above),
                _ => child,
            });
        }

        return result;
    }
}
