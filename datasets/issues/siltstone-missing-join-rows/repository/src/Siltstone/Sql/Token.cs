namespace Siltstone.Sql;

internal enum TokenKind
{
    Word,

    /// <summary>A name in double quotes, which is never a keyword.</summary>
    QuotedName,
    Text,
    Integer,
    Decimal,
    Symbol,
    End,
}

/// <summary>A piece of a statement.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; for quoted names and texts without the quotes.</param>
/// <param name="Position">Where it begins in the statement.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Position)
{
    public bool IsWord(string word) =>
        Kind == TokenKind.Word && string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public override string ToString() => Kind == TokenKind.End ? "the end of the statement" : $"'{Text}'";
}
