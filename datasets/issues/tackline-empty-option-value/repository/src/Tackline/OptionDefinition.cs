namespace Tackline;

/// <summary>Describes one option of a command.</summary>
public sealed class OptionDefinition
{
    internal OptionDefinition(string name, char? shortName, OptionKind kind, string description)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.StartsWith('-') || name.Contains('=') || name.Any(char.IsWhiteSpace))
        {
            throw new ArgumentException($"'{name}' is not a usable option name.", nameof(name));
        }

        if (shortName is '-' or '=' || (shortName is { } c && char.IsWhiteSpace(c)))
        {
            throw new ArgumentException($"'{shortName}' is not a usable short option name.", nameof(shortName));
        }

        Name = name;
        ShortName = shortName;
        Kind = kind;
        Description = description;
    }

    /// <summary>The long name, without the leading dashes.</summary>
    public string Name { get; }

    /// <summary>The one-letter name, when there is one.</summary>
    public char? ShortName { get; }

    public OptionKind Kind { get; }

    public string Description { get; }

    /// <summary>The value of the option when it is not given.</summary>
    public string? DefaultValue { get; init; }

    /// <summary>Whether the command line is in error without the option.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether the flag can be switched off with <c>--no-</c> before its name.</summary>
    public bool IsNegatable { get; init; }

    /// <summary>The only values that are accepted; empty when every value is.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether the option is followed by a value.</summary>
    public bool TakesValue => Kind is OptionKind.Value or OptionKind.List;
}
