namespace Tackline;

/// <summary>Turns the arguments of a program into a <see cref="ParseResult"/>.</summary>
public sealed class ArgumentParser
{
    private readonly CommandDefinition _command;
    private readonly IReadOnlyList<Token> _tokens;
    private readonly ParseResult _result;
    private int _position;

    private ArgumentParser(CommandDefinition command, IEnumerable<string> arguments)
    {
        _command = command;
        _tokens = new ArgumentTokenizer(command).Tokenize(arguments);
        _result = new ParseResult(command);
    }

    /// <summary>Parses <paramref name="arguments"/>; mistakes are collected in the result, none is thrown.</summary>
    public static ParseResult Parse(CommandDefinition command, IEnumerable<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(arguments);
        return new ArgumentParser(command, arguments).Run();
    }

    private ParseResult Run()
    {
        var positionals = new List<string>();
        while (_position < _tokens.Count)
        {
            Token token = _tokens[_position++];
            if (token.Kind == TokenKind.Option)
            {
                ReadOption(token);
            }
            else
            {
                positionals.Add(token.Text);
            }
        }

        AssignPositionals(positionals);
        CheckRequiredOptions();
        return _result;
    }

    private void ReadOption(Token token)
    {
        if (token.Option is not { } option)
        {
            TakeAttachedValue();
            string message = $"The option '{token.Text}' is unknown.";
            if (Suggestions.Closest(token.Text, _command) is { } suggestion)
            {
                message += $" Did you mean '{suggestion}'?";
            }

            _result.AddError(ParseErrorKind.UnknownOption, token.Text, message);
            return;
        }

        if (option.TakesValue)
        {
            ReadValue(token, option);
            return;
        }

        if (TakeAttachedValue() is not null)
        {
            _result.AddError(
                ParseErrorKind.UnexpectedValue, token.Text, $"The option '{token.Text}' does not take a value.");
            return;
        }

        if (option.Kind == OptionKind.Counter)
        {
            _result.Count(option);
        }
        else
        {
            _result.SetFlag(option, !token.Negated);
        }
    }

    private void ReadValue(Token token, OptionDefinition option)
    {
        string? value = TakeAttachedValue() ?? TakeArgument();
        if (value is null)
        {
            _result.AddError(
                ParseErrorKind.MissingValue, token.Text, $"The option '{token.Text}' needs a value.");
            return;
        }

        if (option.Choices.Count > 0 && !option.Choices.Contains(value, StringComparer.Ordinal))
        {
            _result.AddError(
                ParseErrorKind.InvalidChoice,
                token.Text,
                $"'{value}' is not allowed for '{token.Text}'; choose one of: {string.Join(", ", option.Choices)}.");
            return;
        }

        _result.AddValue(option, value);
    }

    private string? TakeAttachedValue() => Take(TokenKind.AttachedValue);

    private string? TakeArgument() => Take(TokenKind.Argument);

    private string? Take(TokenKind kind) =>
        _position < _tokens.Count && _tokens[_position].Kind == kind ? _tokens[_position++].Text : null;

    private void AssignPositionals(List<string> values)
    {
        int next = 0;
        foreach (PositionalDefinition positional in _command.Positionals)
        {
            int count = positional.TakesRest ? values.Count - next : Math.Min(1, values.Count - next);
            if (count == 0 && positional.IsRequired)
            {
                _result.AddError(
                    ParseErrorKind.MissingArgument, positional.Name, $"The argument <{positional.Name}> is missing.");
            }

            _result.SetPositional(positional, values.GetRange(next, count));
            next += count;
        }

        foreach (string extra in values.Skip(next))
        {
            _result.AddError(ParseErrorKind.UnexpectedArgument, extra, $"The argument '{extra}' is not expected.");
        }
    }

    private void CheckRequiredOptions()
    {
        foreach (OptionDefinition option in _command.Options)
        {
            bool reported = _result.Errors.Any(e =>
                e.Subject == "--" + option.Name || (option.ShortName is { } c && e.Subject == "-" + c));
            if (option.IsRequired && !_result.IsGiven(option.Name) && !reported)
            {
                _result.AddError(
                    ParseErrorKind.MissingOption, "--" + option.Name, $"The option '--{option.Name}' is required.");
            }
        }
    }
}
