namespace Siltstone.Sql;

/// <summary>Reads tokens one after the other, with the small questions that the parsers ask all the time.</summary>
internal sealed class TokenStream(IReadOnlyList<Token> tokens)
{
    /// <summary>Words that cannot be names unless they are quoted.</summary>
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "AND", "AS", "ASC", "BETWEEN", "BY", "CASE", "CROSS", "DESC", "DISTINCT", "ELSE", "END", "FALSE", "FROM",
        "GROUP", "HAVING", "IN", "INNER", "IS", "JOIN", "LEFT", "LIKE", "LIMIT", "NOT", "NULL", "OFFSET", "ON", "OR",
        "ORDER", "OUTER", "SELECT", "SET", "THEN", "TRUE", "VALUES", "WHEN", "WHERE",
    };

    private int _position;

    public Token Current => tokens[_position];

    public Token Following => tokens[Math.Min(_position + 1, tokens.Count - 1)];

    public bool AtEnd => Current.Kind == TokenKind.End;

    public bool AtName => Current.Kind == TokenKind.QuotedName
        || (Current.Kind == TokenKind.Word && !Reserved.Contains(Current.Text));

    public Token Advance() => AtEnd ? Current : tokens[_position++];

    public bool TakeWord(string word)
    {
        if (!Current.IsWord(word))
        {
            return false;
        }

        _position++;
        return true;
    }

    /// <summary>Takes two words if both are there, and otherwise none.</summary>
    public bool TakeWords(string first, string second)
    {
        if (!Current.IsWord(first) || !Following.IsWord(second))
        {
            return false;
        }

        _position += 2;
        return true;
    }

    public bool TakeSymbol(string symbol)
    {
        if (!Current.IsSymbol(symbol))
        {
            return false;
        }

        _position++;
        return true;
    }

    /// <summary>Takes <c>name.*</c> and gives the name; null, with nothing taken, when something else follows.</summary>
    public string? TakeQualifiedStar()
    {
        if (!AtName || !Following.IsSymbol(".") || !tokens[_position + 2].IsSymbol("*"))
        {
            return null;
        }

        string name = Current.Text;
        _position += 3;
        return name;
    }

    public void ExpectWord(string word)
    {
        if (!TakeWord(word))
        {
            throw Unexpected(word);
        }
    }

    public void ExpectSymbol(string symbol)
    {
        if (!TakeSymbol(symbol))
        {
            throw Unexpected($"'{symbol}'");
        }
    }

    public string ExpectName(string what) => AtName ? Advance().Text : throw Unexpected(what);

    public int ExpectCount(string what) =>
        Current.Kind == TokenKind.Integer && int.TryParse(Current.Text, out int count)
            ? TakeAnd(count)
            : throw Unexpected(what);

    public SqlException Unexpected(string expected) =>
        new(SqlErrorKind.Syntax, $"Expected {expected} but found {Current}", Current.Position);

    private int TakeAnd(int count)
    {
        _position++;
        return count;
    }
}
