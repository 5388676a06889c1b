public static class Solution
{
    public static SortedDictionary<string, string> Merge(params Dictionary<string, string?>[] layers)
    {
        var spelling = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var merged = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in layers.SelectMany(layer => layer))
        {
            spelling.TryAdd(key, key);
            if (value is null)
            {
                merged.Remove(spelling[key]);
            }
            else if (value != "$inherit")
            {
                merged[spelling[key]] = value;
            }
        }

        return merged;
    }
}
