using Siltstone.Expressions;
using Siltstone.Sql;
using Siltstone.Storage;
using Siltstone.Values;

namespace Siltstone.Binding;

/// <summary>A table of the FROM clause. Its columns are the slots from <paramref name="Offset"/> on.</summary>
internal sealed record BoundSource(Table Table, string Alias, int Offset, JoinKind Kind, Expression? Condition)
{
    public int Width => Table.Schema.Columns.Count;

    public bool Owns(int slot) => slot >= Offset && slot < Offset + Width;
}

internal enum AggregateKind
{
    CountRows,
    Count,
    Sum,
    Average,
    Minimum,
    Maximum,
}

/// <summary>An aggregate that a query computes for each group.</summary>
internal sealed record AggregateCall(AggregateKind Kind, Expression? Argument, bool IsDistinct, SqlType Type)
{
    public string Key => $"{Kind}({(IsDistinct ? "DISTINCT " : "")}{Argument})";
}

/// <summary>The grouping of a query; its rows have the keys in the first slots and then the aggregates.</summary>
internal sealed record BoundGrouping(
    IReadOnlyList<Expression> Keys, IReadOnlyList<AggregateCall> Aggregates, Expression? Having);

internal sealed record BoundOutput(string Name, Expression Expression);

internal sealed record BoundOrder(Expression Expression, bool IsDescending);

/// <summary>A query whose names are resolved and whose types are checked.</summary>
internal sealed record BoundQuery(
    IReadOnlyList<BoundSource> Sources,
    Expression? Where,
    BoundGrouping? Grouping,
    IReadOnlyList<BoundOutput> Outputs,
    IReadOnlyList<BoundOrder> OrderBy,
    bool IsDistinct,
    int? Limit,
    int Offset);
