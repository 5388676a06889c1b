using System.Globalization;

namespace Tackline;

/// <summary>Splits the arguments of a program into options, their attached values and plain arguments.</summary>
internal sealed class ArgumentTokenizer(CommandDefinition command)
{
    private const string NegationPrefix = "no-";

    private readonly List<Token> _tokens = [];

    public IReadOnlyList<Token> Tokenize(IEnumerable<string> arguments)
    {
        _tokens.Clear();
        bool onlyLiterals = false;
        foreach (string argument in arguments)
        {
            if (onlyLiterals)
            {
                _tokens.Add(new Token(TokenKind.LiteralArgument, argument));
            }
            else if (argument == "--")
            {
                onlyLiterals = true;
            }
            else if (argument.StartsWith("--", StringComparison.Ordinal))
            {
                ReadLongOption(argument[2..]);
            }
            else if (argument.Length > 1 && argument[0] == '-' && !IsNegativeNumber(argument))
            {
                ReadShortOptions(argument[1..]);
            }
            else
            {
                // A lone dash is an ordinary argument: by convention it names the standard input.
                _tokens.Add(new Token(TokenKind.Argument, argument));
            }
        }

        return _tokens.ToArray();
    }

    private void ReadLongOption(string body)
    {
        int equals = body.IndexOf('=');
        string name = equals < 0 ? body : body[..equals];
        string? attached = equals < 0 ? null : body[(equals + 1)..];

        OptionDefinition? option = command.FindOption(name);
        bool negated = false;
        if (option is null
            && name.StartsWith(NegationPrefix, StringComparison.Ordinal)
            && command.FindOption(name[NegationPrefix.Length..]) is { IsNegatable: true } flag)
        {
            option = flag;
            negated = true;
        }

        AddOption("--" + name, option, attached, negated);
    }

    private void ReadShortOptions(string body)
    {
        for (int i = 0; i < body.Length; i++)
        {
            OptionDefinition? option = command.FindOption(body[i]);
            string rest = body[(i + 1)..];
            bool endsBundle = option is { TakesValue: true } || rest.StartsWith('=');
            if (!endsBundle)
            {
                AddOption("-" + body[i], option, attached: null);
                continue;
            }

            string? attached = rest.Length == 0 ? null : rest.StartsWith('=') ? rest[1..] : rest;
            AddOption("-" + body[i], option, attached);
            return;
        }
    }

    /// <summary>Adds an option, and the value which came in the same argument.</summary>
    private void AddOption(string text, OptionDefinition? option, string? attached, bool negated = false)
    {
        _tokens.Add(new Token(TokenKind.Option, text, option, negated));
        if (!string.IsNullOrEmpty(attached))
        {
            _tokens.Add(new Token(TokenKind.AttachedValue, attached));
        }
    }

    private bool IsNegativeNumber(string argument) =>
        (char.IsAsciiDigit(argument[1]) || argument[1] == '.')
        && command.FindOption(argument[1]) is null
        && double.TryParse(argument, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
