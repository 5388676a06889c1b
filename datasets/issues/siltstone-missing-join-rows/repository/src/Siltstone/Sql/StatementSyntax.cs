using Siltstone.Catalog;

namespace Siltstone.Sql;

/// <summary>A statement as it was written.</summary>
internal abstract record StatementSyntax;

internal enum JoinKind
{
    Inner,
    Left,
    Cross,
}

/// <summary>A table in the FROM clause, with the way it is joined to those before it.</summary>
internal sealed record TableReferenceSyntax(string Table, string Alias, JoinKind Kind, ExpressionSyntax? Condition);

/// <summary>An item of the select list; the expression is null for <c>*</c> and <c>alias.*</c>.</summary>
internal sealed record SelectItemSyntax(ExpressionSyntax? Expression, string? Alias, string? StarQualifier);

internal sealed record OrderItemSyntax(ExpressionSyntax Expression, bool IsDescending);

internal sealed record SelectSyntax(
    bool IsDistinct,
    IReadOnlyList<SelectItemSyntax> Items,
    IReadOnlyList<TableReferenceSyntax> From,
    ExpressionSyntax? Where,
    IReadOnlyList<ExpressionSyntax> GroupBy,
    ExpressionSyntax? Having,
    IReadOnlyList<OrderItemSyntax> OrderBy,
    int? Limit,
    int Offset) : StatementSyntax;

internal sealed record ExplainSyntax(SelectSyntax Query) : StatementSyntax;

internal sealed record InsertSyntax(
    string Table, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<ExpressionSyntax>> Rows) : StatementSyntax;

internal sealed record UpdateSyntax(
    string Table, IReadOnlyList<(string Column, ExpressionSyntax Value)> Assignments, ExpressionSyntax? Where)
    : StatementSyntax;

internal sealed record DeleteSyntax(string Table, ExpressionSyntax? Where) : StatementSyntax;

internal sealed record CreateTableSyntax(string Table, IReadOnlyList<Column> Columns, int? PrimaryKey) : StatementSyntax;

internal sealed record CreateIndexSyntax(string Name, string Table, string Column, bool IsUnique) : StatementSyntax;

internal sealed record DropSyntax(string Name, bool IsIndex) : StatementSyntax;

internal enum TransactionVerb
{
    Begin,
    Commit,
    RollBack,
    Savepoint,
    RollBackTo,
}

internal sealed record TransactionSyntax(TransactionVerb Verb, string? Savepoint) : StatementSyntax;
