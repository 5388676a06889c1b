namespace Tackline;

/// <summary>Describes what a command accepts; built up by chained calls.</summary>
public sealed class CommandDefinition(string name, string description)
{
    private readonly List<OptionDefinition> _options = [];
    private readonly List<PositionalDefinition> _positionals = [];
    private readonly Dictionary<string, OptionDefinition> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<char, OptionDefinition> _byShortName = [];

    public string Name { get; } = name;

    public string Description { get; } = description;

    public IReadOnlyList<OptionDefinition> Options => _options;

    public IReadOnlyList<PositionalDefinition> Positionals => _positionals;

    /// <summary>Adds an option that is either present or absent.</summary>
    public CommandDefinition Flag(string name, char? shortName, string description, bool negatable = false) =>
        Add(new OptionDefinition(name, shortName, OptionKind.Flag, description) { IsNegatable = negatable });

    /// <summary>Adds an option whose occurrences are counted.</summary>
    public CommandDefinition Counter(string name, char? shortName, string description) =>
        Add(new OptionDefinition(name, shortName, OptionKind.Counter, description));

    /// <summary>Adds an option with one value.</summary>
    public CommandDefinition Value(
        string name,
        char? shortName,
        string description,
        string? defaultValue = null,
        bool required = false,
        IReadOnlyList<string>? choices = null) =>
        Add(new OptionDefinition(name, shortName, OptionKind.Value, description)
        {
            DefaultValue = defaultValue,
            IsRequired = required,
            Choices = choices ?? [],
        });

    /// <summary>Adds an option that may be repeated and keeps every value.</summary>
    public CommandDefinition List(string name, char? shortName, string description, bool required = false) =>
        Add(new OptionDefinition(name, shortName, OptionKind.List, description) { IsRequired = required });

    /// <summary>Adds the next positional argument.</summary>
    public CommandDefinition Positional(string name, string description, bool required = true, bool takesRest = false)
    {
        if (_positionals is [.., { TakesRest: true }])
        {
            throw new InvalidOperationException("No positional argument can follow one that takes all the rest.");
        }

        if (required && _positionals is [.., { IsRequired: false }])
        {
            throw new InvalidOperationException("A required positional argument cannot follow an optional one.");
        }

        _positionals.Add(new PositionalDefinition(name, description, required, takesRest));
        return this;
    }

    internal OptionDefinition? FindOption(string name) => _byName.GetValueOrDefault(name);

    internal OptionDefinition? FindOption(char shortName) => _byShortName.GetValueOrDefault(shortName);

    private CommandDefinition Add(OptionDefinition option)
    {
        if (!_byName.TryAdd(option.Name, option))
        {
            throw new InvalidOperationException($"The option '--{option.Name}' is defined twice.");
        }

        if (option.ShortName is { } letter && !_byShortName.TryAdd(letter, option))
        {
            throw new InvalidOperationException($"The option '-{letter}' is defined twice.");
        }

        _options.Add(option);
        return this;
    }
}
