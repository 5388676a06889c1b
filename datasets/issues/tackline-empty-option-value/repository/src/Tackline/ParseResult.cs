namespace Tackline;

/// <summary>What was found on a command line.</summary>
public sealed class ParseResult
{
    private readonly CommandDefinition _command;
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _flags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _positionals = new(StringComparer.Ordinal);
    private readonly List<ParseError> _errors = [];

    internal ParseResult(CommandDefinition command) => _command = command;

    /// <summary>The mistakes in the order they were found.</summary>
    public IReadOnlyList<ParseError> Errors => _errors;

    public bool Success => _errors.Count == 0;

    /// <summary>Whether the option was on the command line.</summary>
    public bool IsGiven(string option) =>
        _values.ContainsKey(option) || _flags.ContainsKey(option) || _counts.ContainsKey(option);

    /// <summary>Whether the flag is switched on.</summary>
    public bool GetFlag(string option)
    {
        Require(option, OptionKind.Flag);
        return _flags.GetValueOrDefault(option);
    }

    /// <summary>How often the counter was given.</summary>
    public int GetCount(string option)
    {
        Require(option, OptionKind.Counter);
        return _counts.GetValueOrDefault(option);
    }

    /// <summary>The option's value, its default when it was not given, or null when it has none.</summary>
    public string? GetString(string option)
    {
        OptionDefinition definition = Require(option, OptionKind.Value);
        return _values.TryGetValue(option, out List<string>? values) ? values[^1] : definition.DefaultValue;
    }

    /// <summary>The option's value converted to <typeparamref name="T"/>.</summary>
    /// <exception cref="FormatException">The value cannot be converted.</exception>
    public T? GetValue<T>(string option) =>
        GetString(option) is { } text ? ValueConverter.Convert<T>(text, "--" + option) : default;

    /// <summary>All the values of a list option, in the order they were given.</summary>
    public IReadOnlyList<string> GetList(string option)
    {
        Require(option, OptionKind.List);
        return _values.TryGetValue(option, out List<string>? values) ? values : [];
    }

    /// <summary>The positional argument's value, or null when it was not given.</summary>
    public string? GetPositional(string name) => GetPositionals(name) is [var first, ..] ? first : null;

    /// <summary>All the values of a positional argument.</summary>
    public IReadOnlyList<string> GetPositionals(string name) =>
        _positionals.TryGetValue(name, out IReadOnlyList<string>? values)
            ? values
            : throw new ArgumentException($"The command has no positional argument '{name}'.", nameof(name));

    internal void SetFlag(OptionDefinition option, bool value) => _flags[option.Name] = value;

    internal void Count(OptionDefinition option) => _counts[option.Name] = _counts.GetValueOrDefault(option.Name) + 1;

    internal void AddValue(OptionDefinition option, string value)
    {
        if (!_values.TryGetValue(option.Name, out List<string>? values))
        {
            _values[option.Name] = values = [];
        }

        values.Add(value);
    }

    internal void SetPositional(PositionalDefinition positional, IReadOnlyList<string> values) =>
        _positionals[positional.Name] = values;

    internal void AddError(ParseErrorKind kind, string subject, string message) =>
        _errors.Add(new ParseError(kind, subject, message));

    private OptionDefinition Require(string option, OptionKind kind)
    {
        OptionDefinition? definition = _command.FindOption(option);
        if (definition is null || definition.Kind != kind)
        {
            throw new ArgumentException($"The command has no option '{option}' of the kind {kind}.", nameof(option));
        }

        return definition;
    }
}
