using System.Globalization;

namespace Strata;

/// <summary>The merged and resolved settings.</summary>
public sealed class Configuration
{
    private readonly ConfigSection _root;

    internal Configuration(ConfigSection root) => _root = root;

    /// <summary>The value at a path, or null if there is none.</summary>
    public string? this[string path] => (KeyPath.Find(_root, path) as ConfigValue)?.Text;

    public string GetString(string path) => this[path] ?? throw Missing(path);

    public string GetString(string path, string fallback) => this[path] ?? fallback;

    public int GetInt32(string path) => ParseInt32(path, GetString(path));

    public int GetInt32(string path, int fallback) => this[path] is { } text ? ParseInt32(path, text) : fallback;

    public bool GetBoolean(string path, bool fallback = false) => this[path]?.ToLowerInvariant() switch
    {
        null => fallback,
        "true" or "yes" or "on" or "1" => true,
        "false" or "no" or "off" or "0" or "" => false,
        var text => throw WrongType(path, text, "a boolean"),
    };

    /// <summary>
    /// The elements of a list. A single value counts as a list of one, a missing setting as an empty list.
    /// </summary>
    public IReadOnlyList<string> GetList(string path) => KeyPath.Find(_root, path) switch
    {
        null => [],
        ConfigValue value => [value.Text],
        ConfigList list => list.Items.Select(TextOf).ToList(),
        _ => throw new ConfigException($"'{path}' is a section, not a list."),
    };

    /// <summary>The names below a section, or the indices of a list.</summary>
    public IReadOnlyList<string> Keys(string path) => (path.Length == 0 ? _root : KeyPath.Find(_root, path)) switch
    {
        ConfigSection section => section.Children.Select(c => c.Key).ToList(),
        ConfigList list => Enumerable.Range(0, list.Items.Count).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToList(),
        _ => [],
    };

    /// <summary>The places that a setting, list or section comes from, the weakest layer first.</summary>
    public IReadOnlyList<string> Explain(string path) =>
        KeyPath.Find(_root, path)?.Origins.Select(o => o.ToString()).ToList() ?? [];

    /// <summary>All settings as INI text, with references resolved.</summary>
    public string ToIni() => IniWriter.Write(_root);

    private static string TextOf(ConfigNode node) =>
        (node as ConfigValue)?.Text ?? throw new ConfigException($"A list element ({node.OriginText}) is not a single value.");

    private static int ParseInt32(string path, string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw WrongType(path, text, "an integer");

    private static ConfigException Missing(string path) => new($"'{path}' is not set.");

    private static ConfigException WrongType(string path, string text, string type) =>
        new($"'{path}' is '{text}', which is not {type}.");
}
