using Siltstone.Catalog;
using Siltstone.Csv;
using Siltstone.Output;
using Siltstone.Sql;
using Siltstone.Transactions;

namespace Siltstone;

/// <summary>A database in memory.</summary>
public sealed class Database
{
    private readonly DatabaseCatalog _catalog = new();
    private readonly TransactionManager _transactions = new();
    private readonly StatementExecutor _executor;

    public Database() => _executor = new StatementExecutor(_catalog, _transactions);

    /// <summary>The names of the tables in alphabetical order.</summary>
    public IReadOnlyList<string> TableNames => [.. _catalog.Tables.Select(t => t.Schema.Name)];

    /// <summary>Executes a script and gives the result of its last statement.</summary>
    /// <exception cref="SqlException">A statement is wrong, or the data does not allow it.</exception>
    public QueryResult Execute(string sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        QueryResult result = QueryResult.Affected(0);
        foreach (StatementSyntax statement in StatementParser.ParseScript(sql))
        {
            result = _executor.Execute(statement);
        }

        return result;
    }

    /// <summary>The plan of a query, a line for each step, inputs indented below it.</summary>
    public string Explain(string query) =>
        string.Join('\n', Execute("EXPLAIN " + query).Rows.Select(r => r[0].AsText()));

    /// <summary>Adds the records of a CSV text to a table, all or none; the first record names the columns.</summary>
    public int ImportCsv(string table, TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return _transactions.Run(undo => CsvTransfer.Import(_catalog.GetTable(table), reader, undo));
    }

    /// <summary>Writes the rows of a query as CSV, with the titles of the columns first.</summary>
    public void ExportCsv(string query, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        CsvTransfer.Export(Execute(query), writer);
    }
}
