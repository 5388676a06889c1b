using Siltstone.Catalog;
using Siltstone.Values;

namespace Siltstone.Sql;

/// <summary>Parses whole statements.</summary>
internal sealed class StatementParser
{
    private readonly TokenStream _tokens;
    private readonly ExpressionParser _expressions;

    private StatementParser(string text)
    {
        _tokens = new TokenStream(Tokenizer.Tokenize(text));
        _expressions = new ExpressionParser(_tokens);
    }

    /// <summary>Parses a script: statements that are separated by semicolons.</summary>
    public static List<StatementSyntax> ParseScript(string text)
    {
        var parser = new StatementParser(text);
        var statements = new List<StatementSyntax>();
        while (!parser._tokens.AtEnd)
        {
            if (parser._tokens.TakeSymbol(";"))
            {
                continue;
            }

            statements.Add(parser.ParseStatement());
            if (!parser._tokens.AtEnd && !parser._tokens.Current.IsSymbol(";"))
            {
                throw parser._tokens.Unexpected("';'");
            }
        }

        return statements;
    }

    private StatementSyntax ParseStatement()
    {
        Token verb = _tokens.Advance();
        switch (verb.Text.ToUpperInvariant())
        {
            case "SELECT":
                return ParseSelect();
            case "EXPLAIN":
                _tokens.ExpectWord("SELECT");
                return new ExplainSyntax(ParseSelect());
            case "INSERT":
                return ParseInsert();
            case "UPDATE":
                return ParseUpdate();
            case "DELETE":
                _tokens.ExpectWord("FROM");
                return new DeleteSyntax(_tokens.ExpectName("a table"), ParseWhere());
            case "CREATE":
                return ParseCreate();
            case "DROP":
                bool isIndex = _tokens.TakeWord("INDEX");
                if (!isIndex)
                {
                    _tokens.ExpectWord("TABLE");
                }

                return new DropSyntax(_tokens.ExpectName("a name"), isIndex);
            case "BEGIN":
                return new TransactionSyntax(TransactionVerb.Begin, null);
            case "COMMIT":
                return new TransactionSyntax(TransactionVerb.Commit, null);
            case "SAVEPOINT":
                return new TransactionSyntax(TransactionVerb.Savepoint, _tokens.ExpectName("a savepoint"));
            case "ROLLBACK":
                return _tokens.TakeWord("TO")
                    ? new TransactionSyntax(TransactionVerb.RollBackTo, _tokens.ExpectName("a savepoint"))
                    : new TransactionSyntax(TransactionVerb.RollBack, null);
            default:
                throw new SqlException(SqlErrorKind.Syntax, $"Expected a statement but found {verb}", verb.Position);
        }
    }

    private SelectSyntax ParseSelect()
    {
        bool distinct = _tokens.TakeWord("DISTINCT");
        var items = new List<SelectItemSyntax>();
        do
        {
            items.Add(ParseSelectItem());
        }
        while (_tokens.TakeSymbol(","));

        var from = new List<TableReferenceSyntax>();
        if (_tokens.TakeWord("FROM"))
        {
            ParseFrom(from);
        }

        ExpressionSyntax? where = ParseWhere();
        List<ExpressionSyntax> groupBy = _tokens.TakeWords("GROUP", "BY") ? _expressions.ParseList() : [];
        ExpressionSyntax? having = _tokens.TakeWord("HAVING") ? _expressions.Parse() : null;
        var orderBy = new List<OrderItemSyntax>();
        if (_tokens.TakeWords("ORDER", "BY"))
        {
            do
            {
                ExpressionSyntax key = _expressions.Parse();
                bool descending = _tokens.TakeWord("DESC");
                if (!descending)
                {
                    _tokens.TakeWord("ASC");
                }

                orderBy.Add(new OrderItemSyntax(key, descending));
            }
            while (_tokens.TakeSymbol(","));
        }

        int? limit = _tokens.TakeWord("LIMIT") ? _tokens.ExpectCount("a number of rows") : null;
        int offset = _tokens.TakeWord("OFFSET") ? _tokens.ExpectCount("a number of rows") : 0;
        return new SelectSyntax(distinct, items, from, where, groupBy, having, orderBy, limit, offset);
    }

    private SelectItemSyntax ParseSelectItem()
    {
        if (_tokens.TakeSymbol("*"))
        {
            return new SelectItemSyntax(null, null, null);
        }

        if (_tokens.TakeQualifiedStar() is { } qualifier)
        {
            return new SelectItemSyntax(null, null, qualifier);
        }

        ExpressionSyntax expression = _expressions.Parse();
        return new SelectItemSyntax(expression, ParseAlias(), null);
    }

    private string? ParseAlias()
    {
        if (_tokens.TakeWord("AS"))
        {
            return _tokens.ExpectName("a name");
        }

        return _tokens.AtName ? _tokens.Advance().Text : null;
    }

    private void ParseFrom(List<TableReferenceSyntax> from)
    {
        from.Add(ParseTable(JoinKind.Cross));
        while (true)
        {
            if (_tokens.TakeSymbol(",") || _tokens.TakeWords("CROSS", "JOIN"))
            {
                from.Add(ParseTable(JoinKind.Cross));
            }
            else if (_tokens.TakeWord("JOIN") || _tokens.TakeWords("INNER", "JOIN"))
            {
                from.Add(ParseTable(JoinKind.Inner));
            }
            else if (_tokens.TakeWord("LEFT"))
            {
                _tokens.TakeWord("OUTER");
                _tokens.ExpectWord("JOIN");
                from.Add(ParseTable(JoinKind.Left));
            }
            else
            {
                return;
            }
        }
    }

    private TableReferenceSyntax ParseTable(JoinKind kind)
    {
        string table = _tokens.ExpectName("a table");
        string alias = ParseAlias() ?? table;
        if (kind == JoinKind.Cross)
        {
            return new TableReferenceSyntax(table, alias, kind, null);
        }

        _tokens.ExpectWord("ON");
        return new TableReferenceSyntax(table, alias, kind, _expressions.Parse());
    }

    private ExpressionSyntax? ParseWhere() => _tokens.TakeWord("WHERE") ? _expressions.Parse() : null;

    private InsertSyntax ParseInsert()
    {
        _tokens.ExpectWord("INTO");
        string table = _tokens.ExpectName("a table");
        List<string> columns = _tokens.Current.IsSymbol("(") ? ParseNames() : [];
        _tokens.ExpectWord("VALUES");
        var rows = new List<IReadOnlyList<ExpressionSyntax>>();
        do
        {
            _tokens.ExpectSymbol("(");
            rows.Add(_expressions.ParseList());
            _tokens.ExpectSymbol(")");
        }
        while (_tokens.TakeSymbol(","));
        return new InsertSyntax(table, columns, rows);
    }

    private UpdateSyntax ParseUpdate()
    {
        string table = _tokens.ExpectName("a table");
        _tokens.ExpectWord("SET");
        var assignments = new List<(string, ExpressionSyntax)>();
        do
        {
            string column = _tokens.ExpectName("a column");
            _tokens.ExpectSymbol("=");
            assignments.Add((column, _expressions.Parse()));
        }
        while (_tokens.TakeSymbol(","));
        return new UpdateSyntax(table, assignments, ParseWhere());
    }

    private List<string> ParseNames()
    {
        _tokens.ExpectSymbol("(");
        var names = new List<string>();
        do
        {
            names.Add(_tokens.ExpectName("a column"));
        }
        while (_tokens.TakeSymbol(","));
        _tokens.ExpectSymbol(")");
        return names;
    }

    private StatementSyntax ParseCreate()
    {
        if (_tokens.TakeWord("TABLE"))
        {
            return ParseCreateTable();
        }

        bool unique = _tokens.TakeWord("UNIQUE");
        _tokens.ExpectWord("INDEX");
        string name = _tokens.ExpectName("an index");
        _tokens.ExpectWord("ON");
        string table = _tokens.ExpectName("a table");
        return ParseNames() is [var column]
            ? new CreateIndexSyntax(name, table, column, unique)
            : throw new SqlException(SqlErrorKind.Syntax, $"The index {name} must have exactly one column");
    }

    private CreateTableSyntax ParseCreateTable()
    {
        string table = _tokens.ExpectName("a table");
        _tokens.ExpectSymbol("(");
        var columns = new List<Column>();
        int? primaryKey = null;
        do
        {
            string name = _tokens.ExpectName("a column");
            Token typeName = _tokens.Current;
            if (!SqlTypes.TryParse(_tokens.ExpectName("a type"), out SqlType type))
            {
                throw new SqlException(SqlErrorKind.Syntax, $"There is no type {typeName.Text}", typeName.Position);
            }

            bool nullable = true;
            while (true)
            {
                if (_tokens.TakeWords("PRIMARY", "KEY"))
                {
                    primaryKey = primaryKey is null
                        ? columns.Count
                        : throw new SqlException(SqlErrorKind.Syntax, $"The table {table} has two primary keys");
                    nullable = false;
                }
                else if (_tokens.TakeWords("NOT", "NULL"))
                {
                    nullable = false;
                }
                else
                {
                    break;
                }
            }

            columns.Add(new Column(name, type, nullable));
        }
        while (_tokens.TakeSymbol(","));
        _tokens.ExpectSymbol(")");
        return new CreateTableSyntax(table, columns, primaryKey);
    }
}
