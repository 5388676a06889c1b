namespace Strata;

/// <summary>Collects the layers of a configuration, the weakest first.</summary>
public sealed class ConfigurationBuilder
{
    private readonly List<ConfigSection> _layers = [];

    /// <param name="name">The name of the text in messages and explanations, usually a file name.</param>
    /// <param name="text">The INI text itself.</param>
    /// <exception cref="ConfigFormatException">The text is malformed.</exception>
    public ConfigurationBuilder AddIni(string name, string text) => Add(IniReader.Read(name, text));

    /// <inheritdoc cref="AddIni"/>
    public ConfigurationBuilder AddJson(string name, string text) => Add(JsonReader.Read(name, text));

    /// <summary>Adds the variables whose names start with the prefix and two underscores.</summary>
    public ConfigurationBuilder AddEnvironment(string prefix, IReadOnlyDictionary<string, string> variables) =>
        Add(EnvironmentReader.Read(prefix, variables));

    public ConfigurationBuilder AddArguments(IReadOnlyList<string> arguments) => Add(ArgumentReader.Read(arguments));

    /// <summary>Merges the layers and resolves references.</summary>
    /// <exception cref="ConfigException">A reference cannot be resolved.</exception>
    public Configuration Build() => new(Interpolator.Resolve(LayerMerger.MergeAll(_layers)));

    private ConfigurationBuilder Add(ConfigSection layer)
    {
        _layers.Add(layer);
        return this;
    }
}
