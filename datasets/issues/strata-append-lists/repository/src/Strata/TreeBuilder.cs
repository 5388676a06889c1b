namespace Strata;

/// <summary>Builds the tree of one source from single settings.</summary>
internal sealed class TreeBuilder(Origin rootOrigin)
{
    private readonly ConfigSection _root = new(rootOrigin);

    public ConfigSection Root => _root;

    /// <summary>Finds or creates the section with the given names.</summary>
    public ConfigSection Open(IEnumerable<string> names, Origin origin)
    {
        var section = _root;
        foreach (var name in names)
        {
            switch (section.Find(name))
            {
                case null:
                    var created = new ConfigSection(origin);
                    section.Set(name, created);
                    section = created;
                    break;
                case ConfigSection existing:
                    section = existing;
                    break;
                case var other:
                    throw new ConfigFormatException(origin, $"'{name}' is not a section (see {other.OriginText}).");
            }
        }

        return section;
    }

    public void Set(IEnumerable<string> sectionNames, KeySyntax key, string text, Origin origin)
    {
        var section = Open([.. sectionNames, .. key.Names.SkipLast(1)], origin);
        var name = key.Names[^1];
        var value = new ConfigValue(text, origin);
        var existing = section.Find(name);
        if (key.Position == ListPosition.None)
        {
            if (existing is not (null or ConfigValue))
            {
                throw new ConfigFormatException(origin, $"'{name}' is not a single value (see {existing.OriginText}).");
            }

            section.Set(name, value);
            return;
        }

        if (existing is not (null or ConfigList))
        {
            throw new ConfigFormatException(origin, $"'{name}' is not a list (see {existing.OriginText}).");
        }

        var list = existing as ConfigList;
        List<ConfigNode> items = [.. list?.Items ?? []];
        var index = key.Position.Index ?? items.Count;
        if (index > items.Count)
        {
            throw new ConfigFormatException(origin, $"'{name}' has no element {items.Count} yet.");
        }

        if (index == items.Count)
        {
            items.Add(value);
        }
        else
        {
            items[index] = value;
        }

        section.Set(name, new ConfigList(items, list?.Origins ?? [origin]));
    }
}
