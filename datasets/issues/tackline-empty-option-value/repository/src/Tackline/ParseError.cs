namespace Tackline;

/// <summary>What is wrong with a command line.</summary>
public enum ParseErrorKind
{
    UnknownOption,
    MissingValue,
    UnexpectedValue,
    InvalidChoice,
    MissingOption,
    MissingArgument,
    UnexpectedArgument,
}

/// <summary>A mistake in a command line.</summary>
/// <param name="Kind">The kind of mistake.</param>
/// <param name="Subject">The option or argument at fault, as it is written on the command line.</param>
/// <param name="Message">A sentence for the user.</param>
public sealed record ParseError(ParseErrorKind Kind, string Subject, string Message);
