using System.Text;

namespace Strata;

/// <summary>Replaces <c>${path}</c> references in a merged tree.</summary>
internal sealed class Interpolator
{
    private readonly ConfigSection _root;
    private readonly List<string> _active = [];

    private Interpolator(ConfigSection root) => _root = root;

    public static ConfigSection Resolve(ConfigSection root) => (ConfigSection)new Interpolator(root).Resolve(root, "");

    private ConfigNode Resolve(ConfigNode node, string path)
    {
        switch (node)
        {
            case ConfigValue value:
                return new ConfigValue(Expand(value, path), value.Origins);
            case ConfigList list:
                return new ConfigList(list.Items.Select((item, i) => Resolve(item, KeyPath.Join(path, $"{i}"))).ToList(), list.Origins);
            case ConfigSection section:
                var result = new ConfigSection(section.Origins);
                foreach (var (name, child) in section.Children)
                {
                    result.Set(name, Resolve(child, KeyPath.Join(path, name)));
                }

                return result;
            default:
                throw new InvalidOperationException($"Unknown node type {node.GetType().Name}.");
        }
    }

    private string Expand(ConfigValue value, string path)
    {
        var text = value.Text;
        if (!text.Contains("${", StringComparison.Ordinal))
        {
            return text;
        }

        if (_active.Contains(path, StringComparer.OrdinalIgnoreCase))
        {
            throw new ConfigException($"'{path}' refers to itself: {string.Join(" -> ", _active)} -> {path}.");
        }

        _active.Add(path);
        var result = new StringBuilder();
        var position = 0;
        while (position < text.Length)
        {
            var start = text.IndexOf("${", position, StringComparison.Ordinal);
            if (start < 0)
            {
                break;
            }

            if (start > position && text[start - 1] == '$')
            {
                result.Append(text, position, start - 1 - position).Append("${");
                position = start + 2;
                continue;
            }

            var end = text.IndexOf('}', start);
            if (end < 0)
            {
                throw new ConfigException($"'{path}' ({value.OriginText}) has an unclosed reference.");
            }

            result.Append(text, position, start - position);
            result.Append(LookUp(text[(start + 2)..end], path, value));
            position = end + 1;
        }

        result.Append(text, position, text.Length - position);
        _active.RemoveAt(_active.Count - 1);
        return result.ToString();
    }

    private string LookUp(string reference, string path, ConfigValue value)
    {
        var bar = reference.IndexOf('|');
        var target = bar < 0 ? reference : reference[..bar];
        switch (KeyPath.Find(_root, target))
        {
            case ConfigValue found:
                return Expand(found, target);
            case ConfigList list when list.Items.All(i => i is ConfigValue):
                return string.Join(",", list.Items.Select((item, i) => Expand((ConfigValue)item, KeyPath.Join(target, $"{i}"))));
            case null when bar >= 0:
                return reference[(bar + 1)..];
            case null:
                throw new ConfigException($"'{path}' ({value.OriginText}) refers to '{target}', which is not set.");
            default:
                throw new ConfigException($"'{path}' ({value.OriginText}) refers to '{target}', which has no text.");
        }
    }
}
