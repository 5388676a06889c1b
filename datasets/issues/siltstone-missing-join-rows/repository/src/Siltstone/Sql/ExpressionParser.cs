using System.Globalization;
using Siltstone.Values;

namespace Siltstone.Sql;

/// <summary>Parses expressions by precedence climbing.</summary>
internal sealed class ExpressionParser(TokenStream tokens)
{
    private static readonly (string Symbol, BinaryOperator Operator)[] Comparisons =
    [
        ("=", BinaryOperator.Equal),
        ("<>", BinaryOperator.NotEqual),
        ("!=", BinaryOperator.NotEqual),
        ("<", BinaryOperator.Less),
        ("<=", BinaryOperator.LessOrEqual),
        (">", BinaryOperator.Greater),
        (">=", BinaryOperator.GreaterOrEqual),
    ];

    private static readonly (string Symbol, BinaryOperator Operator)[] Sums =
    [
        ("+", BinaryOperator.Add),
        ("-", BinaryOperator.Subtract),
        ("||", BinaryOperator.Concatenate),
    ];

    private static readonly (string Symbol, BinaryOperator Operator)[] Products =
    [
        ("*", BinaryOperator.Multiply),
        ("/", BinaryOperator.Divide),
        ("%", BinaryOperator.Modulo),
    ];

    public ExpressionSyntax Parse()
    {
        ExpressionSyntax left = ParseAnd();
        while (tokens.Current.IsWord("OR"))
        {
            int position = tokens.Advance().Position;
            left = new BinarySyntax(BinaryOperator.Or, left, ParseAnd(), position);
        }

        return left;
    }

    public List<ExpressionSyntax> ParseList()
    {
        var list = new List<ExpressionSyntax> { Parse() };
        while (tokens.TakeSymbol(","))
        {
            list.Add(Parse());
        }

        return list;
    }

    private ExpressionSyntax ParseAnd()
    {
        ExpressionSyntax left = ParseNot();
        while (tokens.Current.IsWord("AND"))
        {
            int position = tokens.Advance().Position;
            left = new BinarySyntax(BinaryOperator.And, left, ParseNot(), position);
        }

        return left;
    }

    private ExpressionSyntax ParseNot()
    {
        int position = tokens.Current.Position;
        return tokens.TakeWord("NOT") ? new NotSyntax(ParseNot(), position) : ParsePredicate();
    }

    private ExpressionSyntax ParsePredicate()
    {
        ExpressionSyntax left = ParseSum();
        Token token = tokens.Current;
        if (TakeOperator(Comparisons) is { } comparison)
        {
            return new BinarySyntax(comparison, left, ParseSum(), token.Position);
        }

        if (tokens.TakeWord("IS"))
        {
            bool isNotNull = tokens.TakeWord("NOT");
            tokens.ExpectWord("NULL");
            return new IsNullSyntax(left, isNotNull, token.Position);
        }

        bool negated = tokens.TakeWord("NOT");
        if (tokens.TakeWord("IN"))
        {
            tokens.ExpectSymbol("(");
            List<ExpressionSyntax> items = ParseList();
            tokens.ExpectSymbol(")");
            return new InSyntax(left, items, negated, token.Position);
        }

        if (tokens.TakeWord("BETWEEN"))
        {
            ExpressionSyntax low = ParseSum();
            tokens.ExpectWord("AND");
            return new BetweenSyntax(left, low, ParseSum(), negated, token.Position);
        }

        if (tokens.TakeWord("LIKE"))
        {
            return new LikeSyntax(left, ParseSum(), negated, token.Position);
        }

        return negated ? throw tokens.Unexpected("IN, BETWEEN or LIKE") : left;
    }

    private ExpressionSyntax ParseSum()
    {
        ExpressionSyntax left = ParseProduct();
        while (true)
        {
            int position = tokens.Current.Position;
            if (TakeOperator(Sums) is not { } sum)
            {
                return left;
            }

            left = new BinarySyntax(sum, left, ParseProduct(), position);
        }
    }

    private ExpressionSyntax ParseProduct()
    {
        ExpressionSyntax left = ParseFactor();
        while (true)
        {
            int position = tokens.Current.Position;
            if (TakeOperator(Products) is not { } product)
            {
                return left;
            }

            left = new BinarySyntax(product, left, ParseFactor(), position);
        }
    }

    private ExpressionSyntax ParseFactor()
    {
        Token token = tokens.Current;
        if (tokens.TakeSymbol("-"))
        {
            return new NegateSyntax(ParseFactor(), token.Position);
        }

        if (tokens.TakeSymbol("("))
        {
            ExpressionSyntax inner = Parse();
            tokens.ExpectSymbol(")");
            return inner;
        }

        return token.Kind switch
        {
            TokenKind.Integer or TokenKind.Decimal or TokenKind.Text => ParseLiteral(),
            TokenKind.Word => ParseWord(),
            TokenKind.QuotedName => ParseColumn(),
            _ => throw tokens.Unexpected("an expression"),
        };
    }

    private LiteralSyntax ParseLiteral()
    {
        Token token = tokens.Advance();
        SqlValue value = token.Kind switch
        {
            TokenKind.Text => SqlValue.Text(token.Text),
            TokenKind.Integer when long.TryParse(
                token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) => SqlValue.Integer(number),
            _ when decimal.TryParse(
                token.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal amount) =>
                SqlValue.Decimal(amount),
            _ => throw new SqlException(SqlErrorKind.Syntax, $"The number {token.Text} is too large", token.Position),
        };
        return new LiteralSyntax(value, token.Position);
    }

    private ExpressionSyntax ParseWord()
    {
        Token token = tokens.Current;
        switch (token.Text.ToUpperInvariant())
        {
            case "NULL":
                return TakeConstant(SqlValue.Null);
            case "TRUE":
                return TakeConstant(SqlValue.True);
            case "FALSE":
                return TakeConstant(SqlValue.False);
            case "CASE":
                return ParseCase();
            case "CAST" when tokens.Following.IsSymbol("("):
                return ParseCast();
            case "DATE" when tokens.Following.Kind == TokenKind.Text:
                tokens.Advance();
                return TakeConstant(ValueConversion.Convert(SqlValue.Text(tokens.Current.Text), SqlType.Date));
            default:
                return tokens.AtName && tokens.Following.IsSymbol("(") ? ParseCall() : ParseColumn();
        }
    }

    private LiteralSyntax TakeConstant(SqlValue value) => new(value, tokens.Advance().Position);

    private ColumnSyntax ParseColumn()
    {
        int position = tokens.Current.Position;
        string name = tokens.ExpectName("an expression");
        return tokens.TakeSymbol(".")
            ? new ColumnSyntax(name, tokens.ExpectName("a column"), position)
            : new ColumnSyntax(null, name, position);
    }

    private CallSyntax ParseCall()
    {
        Token name = tokens.Advance();
        tokens.ExpectSymbol("(");
        if (tokens.TakeSymbol(")"))
        {
            return new CallSyntax(name.Text, [], false, false, name.Position);
        }

        if (tokens.TakeSymbol("*"))
        {
            tokens.ExpectSymbol(")");
            return new CallSyntax(name.Text, [], false, true, name.Position);
        }

        bool distinct = tokens.TakeWord("DISTINCT");
        List<ExpressionSyntax> arguments = ParseList();
        tokens.ExpectSymbol(")");
        return new CallSyntax(name.Text, arguments, distinct, false, name.Position);
    }

    private CaseSyntax ParseCase()
    {
        int position = tokens.Advance().Position;
        ExpressionSyntax? subject = tokens.Current.IsWord("WHEN") ? null : Parse();
        var branches = new List<(ExpressionSyntax, ExpressionSyntax)>();
        while (tokens.TakeWord("WHEN"))
        {
            ExpressionSyntax condition = Parse();
            if (subject is not null)
            {
                condition = new BinarySyntax(BinaryOperator.Equal, subject, condition, condition.Position);
            }

            tokens.ExpectWord("THEN");
            branches.Add((condition, Parse()));
        }

        if (branches.Count == 0)
        {
            throw tokens.Unexpected("WHEN");
        }

        ExpressionSyntax? otherwise = tokens.TakeWord("ELSE") ? Parse() : null;
        tokens.ExpectWord("END");
        return new CaseSyntax(branches, otherwise, position);
    }

    private CastSyntax ParseCast()
    {
        int position = tokens.Advance().Position;
        tokens.ExpectSymbol("(");
        ExpressionSyntax operand = Parse();
        tokens.ExpectWord("AS");
        Token name = tokens.Current;
        if (!SqlTypes.TryParse(tokens.ExpectName("a type"), out SqlType type))
        {
            throw new SqlException(SqlErrorKind.Syntax, $"There is no type {name.Text}", name.Position);
        }

        tokens.ExpectSymbol(")");
        return new CastSyntax(operand, type, position);
    }

    private BinaryOperator? TakeOperator((string Symbol, BinaryOperator Operator)[] operators)
    {
        foreach ((string symbol, BinaryOperator found) in operators)
        {
            if (tokens.TakeSymbol(symbol))
            {
                return found;
            }
        }

        return null;
    }
}
