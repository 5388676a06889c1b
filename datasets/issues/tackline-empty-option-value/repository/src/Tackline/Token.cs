namespace Tackline;

internal enum TokenKind
{
    /// <summary>An option; the text is its name as written, with the dashes.</summary>
    Option,

    /// <summary>A value which was written in the same argument as the option before it.</summary>
    AttachedValue,

    /// <summary>An argument of its own that is no option.</summary>
    Argument,

    /// <summary>An argument after <c>--</c>, which can only be positional.</summary>
    LiteralArgument,
}

/// <summary>A part of the command line.</summary>
/// <param name="Kind">What the part is.</param>
/// <param name="Text">The text, for an option as the user wrote it.</param>
/// <param name="Option">The definition of the option; null when it is unknown or the token is no option.</param>
/// <param name="Negated">Whether a flag was switched off.</param>
internal readonly record struct Token(
    TokenKind Kind,
    string Text,
    OptionDefinition? Option = null,
    bool Negated = false);
