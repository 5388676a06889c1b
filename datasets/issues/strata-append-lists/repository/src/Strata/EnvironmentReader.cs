using System.Globalization;

namespace Strata;

/// <summary>Reads environment variables such as <c>APP__SERVER__PORT</c>.</summary>
internal static class EnvironmentReader
{
    private const string Separator = "__";
    private const string SourceName = "environment";

    public static ConfigSection Read(string prefix, IReadOnlyDictionary<string, string> variables)
    {
        var start = prefix + Separator;
        var root = new ConfigSection(new Origin(SourceName, prefix));
        var relevant = variables
            .Where(v => v.Key.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            .OrderBy(v => v.Key, StringComparer.OrdinalIgnoreCase);
        foreach (var (variable, text) in relevant)
        {
            var origin = new Origin(SourceName, variable);
            var names = variable[start.Length..].ToLowerInvariant().Split(Separator);
            if (names.Any(n => n.Length == 0))
            {
                throw new ConfigFormatException(origin, "The variable has an empty part.");
            }

            Add(root, names, new ConfigValue(text, origin), origin);
        }

        return ConvertChildren(root);
    }

    private static void Add(ConfigSection root, string[] names, ConfigValue value, Origin origin)
    {
        var section = root;
        foreach (var name in names.SkipLast(1))
        {
            var child = section.Find(name);
            if (child is null)
            {
                section.Set(name, child = new ConfigSection(origin));
            }

            section = child as ConfigSection
                ?? throw new ConfigFormatException(origin, $"'{name}' is also set as a single value ({child.OriginText}).");
        }

        if (section.Find(names[^1]) is { } other)
        {
            throw new ConfigFormatException(origin, $"Conflicts with {other.OriginText}.");
        }

        section.Set(names[^1], value);
    }

    /// <summary>Turns sections whose keys are 0, 1, ... into lists.</summary>
    private static ConfigNode Convert(ConfigNode node)
    {
        if (node is not ConfigSection section)
        {
            return node;
        }

        var indexed = new SortedDictionary<int, ConfigNode>();
        foreach (var (name, child) in section.Children)
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                indexed.TryAdd(index, child);
            }
        }

        var isList = indexed.Count == section.Count && indexed.Keys.SequenceEqual(Enumerable.Range(0, indexed.Count));
        return isList
            ? new ConfigList([.. indexed.Values.Select(Convert)], section.Origins)
            : ConvertChildren(section);
    }

    private static ConfigSection ConvertChildren(ConfigSection section)
    {
        var result = new ConfigSection(section.Origins);
        foreach (var (name, child) in section.Children)
        {
            result.Set(name, Convert(child));
        }

        return result;
    }
}
