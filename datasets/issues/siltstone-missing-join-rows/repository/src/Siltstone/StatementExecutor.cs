using Siltstone.Binding;
using Siltstone.Catalog;
using Siltstone.Execution;
using Siltstone.Expressions;
using Siltstone.Output;
using Siltstone.Planning;
using Siltstone.Sql;
using Siltstone.Storage;
using Siltstone.Transactions;
using Siltstone.Values;

namespace Siltstone;

/// <summary>Carries out statements of every kind.</summary>
internal sealed class StatementExecutor(DatabaseCatalog catalog, TransactionManager transactions)
{
    public QueryResult Execute(StatementSyntax statement)
    {
        switch (statement)
        {
            case SelectSyntax select:
                return Query(select);
            case ExplainSyntax explain:
                return Explain(explain.Query);
            case InsertSyntax insert:
                return QueryResult.Affected(transactions.Run(undo => Insert(insert, undo)));
            case UpdateSyntax update:
                return QueryResult.Affected(transactions.Run(undo => Update(update, undo)));
            case DeleteSyntax delete:
                return QueryResult.Affected(transactions.Run(undo => Delete(delete, undo)));
            case TransactionSyntax transaction:
                Execute(transaction);
                break;
            default:
                ExecuteDefinition(statement);
                break;
        }

        return QueryResult.Affected(0);
    }

    private QueryResult Query(SelectSyntax select)
    {
        BoundQuery query = new QueryBinder(catalog).Bind(select);
        return new QueryResult([.. query.Outputs.Select(o => o.Name)], [.. QueryPlanner.Plan(query).Execute()]);
    }

    private QueryResult Explain(SelectSyntax select)
    {
        var lines = new List<IReadOnlyList<SqlValue>>();
        AddLines(QueryPlanner.Plan(new QueryBinder(catalog).Bind(select)), depth: 0);
        return new QueryResult(["plan"], lines);

        void AddLines(PlanNode node, int depth)
        {
            lines.Add([SqlValue.Text(new string(' ', 2 * depth) + node.Describe())]);
            foreach (PlanNode input in node.Inputs)
            {
                AddLines(input, depth + 1);
            }
        }
    }

    private int Insert(InsertSyntax insert, UndoLog undo)
    {
        Table table = catalog.GetTable(insert.Table);
        int width = table.Schema.Columns.Count;
        List<int> ordinals = insert.Columns.Count == 0
            ? [.. Enumerable.Range(0, width)]
            : [.. insert.Columns.Select(table.Schema.GetColumn)];
        var binder = new ExpressionBinder(new Scope([]));
        foreach (IReadOnlyList<ExpressionSyntax> values in insert.Rows)
        {
            if (values.Count != ordinals.Count)
            {
                throw new SqlException(
                    SqlErrorKind.Constraint, $"A row has {values.Count} values for {ordinals.Count} columns.");
            }

            var row = new SqlValue[width];
            for (int i = 0; i < values.Count; i++)
            {
                row[ordinals[i]] = Assign(binder.Bind(values[i]), table.Schema.Columns[ordinals[i]]).Evaluate([]);
            }

            table.Insert(row, undo);
        }

        return insert.Rows.Count;
    }

    private int Update(UpdateSyntax update, UndoLog undo)
    {
        Table table = catalog.GetTable(update.Table);
        var binder = new ExpressionBinder(new Scope([SourceOf(table)]));
        List<(int Ordinal, Expression Value)> assignments = [];
        foreach ((string column, ExpressionSyntax value) in update.Assignments)
        {
            int ordinal = table.Schema.GetColumn(column);
            assignments.Add((ordinal, Assign(binder.Bind(value), table.Schema.Columns[ordinal])));
        }

        // The rows are found before the first is changed, so that a change cannot make a row match again.
        List<KeyValuePair<long, SqlValue[]>> matches = FindRows(table, update.Where);
        foreach ((long number, SqlValue[] old) in matches)
        {
            SqlValue[] row = [.. old];
            foreach ((int ordinal, Expression value) in assignments)
            {
                row[ordinal] = value.Evaluate(old);
            }

            table.Update(number, row, undo);
        }

        return matches.Count;
    }

    private int Delete(DeleteSyntax delete, UndoLog undo)
    {
        Table table = catalog.GetTable(delete.Table);
        List<KeyValuePair<long, SqlValue[]>> matches = FindRows(table, delete.Where);
        foreach ((long number, _) in matches)
        {
            table.Delete(number, undo);
        }

        return matches.Count;
    }

    private static List<KeyValuePair<long, SqlValue[]>> FindRows(Table table, ExpressionSyntax? where)
    {
        Expression? condition = where is null
            ? null
            : new ExpressionBinder(new Scope([SourceOf(table)])).BindCondition(where);
        return [.. table.Rows.Where(r => condition is null || condition.Test(r.Value) == Truth.True)];
    }

    private static BoundSource SourceOf(Table table) => new(table, table.Schema.Name, 0, JoinKind.Cross, null);

    private static Expression Assign(Expression value, Column column) =>
        SqlTypes.IsAssignable(value.Type, column.Type)
            ? value
            : throw new SqlException(
                SqlErrorKind.TypeMismatch,
                $"A {SqlTypes.NameOf(value.Type)} cannot be stored in {column.Name}, which is {SqlTypes.NameOf(column.Type)}.");

    private void ExecuteDefinition(StatementSyntax statement)
    {
        if (transactions.IsActive)
        {
            throw new SqlException(
                SqlErrorKind.Transaction, "Tables and indexes cannot be created or dropped in a transaction.");
        }

        switch (statement)
        {
            case CreateTableSyntax create:
                catalog.CreateTable(new TableSchema(create.Table, create.Columns, create.PrimaryKey));
                break;
            case CreateIndexSyntax create:
                catalog.CreateIndex(create.Name, create.Table, create.Column, create.IsUnique);
                break;
            case DropSyntax { IsIndex: true } drop:
                catalog.DropIndex(drop.Name);
                break;
            case DropSyntax drop:
                catalog.DropTable(drop.Name);
                break;
            default:
                throw new NotSupportedException(statement.GetType().Name);
        }
    }

    private void Execute(TransactionSyntax transaction)
    {
        switch (transaction.Verb)
        {
            case TransactionVerb.Begin:
                transactions.Begin();
                break;
            case TransactionVerb.Commit:
                transactions.Commit();
                break;
            case TransactionVerb.RollBack:
                transactions.RollBack();
                break;
            case TransactionVerb.Savepoint:
                transactions.SetSavepoint(transaction.Savepoint!);
                break;
            default:
                transactions.RollBackTo(transaction.Savepoint!);
                break;
        }
    }
}
