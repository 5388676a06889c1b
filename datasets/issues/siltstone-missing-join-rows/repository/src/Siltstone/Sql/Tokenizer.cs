using System.Text;

namespace Siltstone.Sql;

/// <summary>Splits the text of a statement into tokens; comments and white space are dropped.</summary>
internal sealed class Tokenizer(string text)
{
    private static readonly string[] LongSymbols = ["<>", "!=", "<=", ">=", "||"];

    private int _position;

    public static List<Token> Tokenize(string text)
    {
        var tokenizer = new Tokenizer(text);
        var tokens = new List<Token>();
        do
        {
            tokens.Add(tokenizer.Next());
        }
        while (tokens[^1].Kind != TokenKind.End);
        return tokens;
    }

    private Token Next()
    {
        SkipBlanks();
        if (_position >= text.Length)
        {
            return new Token(TokenKind.End, "", text.Length);
        }

        char c = text[_position];
        if (char.IsLetter(c) || c == '_')
        {
            return Take(TokenKind.Word, static c => char.IsLetterOrDigit(c) || c == '_');
        }

        if (char.IsAsciiDigit(c))
        {
            return ReadNumber();
        }

        return c switch
        {
            '\'' => ReadQuoted(TokenKind.Text, '\''),
            '"' => ReadQuoted(TokenKind.QuotedName, '"'),
            _ => ReadSymbol(),
        };
    }

    private void SkipBlanks()
    {
        while (_position < text.Length)
        {
            if (char.IsWhiteSpace(text[_position]))
            {
                _position++;
            }
            else if (string.CompareOrdinal(text, _position, "--", 0, 2) == 0)
            {
                int end = text.IndexOf('\n', _position);
                _position = end < 0 ? text.Length : end + 1;
            }
            else if (string.CompareOrdinal(text, _position, "/*", 0, 2) == 0)
            {
                int end = text.IndexOf("*/", _position + 2, StringComparison.Ordinal);
                if (end < 0)
                {
                    throw new SqlException(SqlErrorKind.Syntax, "A comment is not closed", _position);
                }

                _position = end + 2;
            }
            else
            {
                return;
            }
        }
    }

    private Token Take(TokenKind kind, Func<char, bool> belongs)
    {
        int start = _position;
        while (_position < text.Length && belongs(text[_position]))
        {
            _position++;
        }

        return new Token(kind, text[start.._position], start);
    }

    private Token ReadNumber()
    {
        Token whole = Take(TokenKind.Integer, char.IsAsciiDigit);
        if (_position + 1 >= text.Length || text[_position] != '.' || !char.IsAsciiDigit(text[_position + 1]))
        {
            return whole;
        }

        _position++;
        Token fraction = Take(TokenKind.Decimal, char.IsAsciiDigit);
        return new Token(TokenKind.Decimal, $"{whole.Text}.{fraction.Text}", whole.Position);
    }

    private Token ReadQuoted(TokenKind kind, char quote)
    {
        int start = _position++;
        var content = new StringBuilder();
        while (_position < text.Length)
        {
            char c = text[_position++];
            if (c != quote)
            {
                content.Append(c);
            }
            else if (_position < text.Length && text[_position] == quote)
            {
                content.Append(quote);
                _position++;
            }
            else
            {
                return new Token(kind, content.ToString(), start);
            }
        }

        throw new SqlException(SqlErrorKind.Syntax, "A quotation is not closed", start);
    }

    private Token ReadSymbol()
    {
        int start = _position;
        foreach (string symbol in LongSymbols)
        {
            if (string.CompareOrdinal(text, start, symbol, 0, symbol.Length) == 0)
            {
                _position += symbol.Length;
                return new Token(TokenKind.Symbol, symbol, start);
            }
        }

        if (!"()*,.;+-/%<>=".Contains(text[start]))
        {
            throw new SqlException(SqlErrorKind.Syntax, $"'{text[start]}' is not expected", start);
        }

        _position++;
        return new Token(TokenKind.Symbol, text[start].ToString(), start);
    }
}
