using Siltstone.Catalog;
using Siltstone.Expressions;
using Siltstone.Sql;
using Siltstone.Storage;
using Siltstone.Values;

namespace Siltstone.Binding;

/// <summary>Binds queries.</summary>
internal sealed class QueryBinder(DatabaseCatalog catalog)
{
    public BoundQuery Bind(SelectSyntax syntax)
    {
        List<BoundSource> sources = BindSources(syntax.From);
        var scope = new Scope(sources);
        var rowBinder = new ExpressionBinder(scope);
        Expression? where = syntax.Where is null ? null : rowBinder.BindCondition(syntax.Where);

        GroupedBinder? grouped = IsGrouped(syntax)
            ? new GroupedBinder(scope, [.. syntax.GroupBy.Select(rowBinder.Bind)])
            : null;
        ExpressionBinder binder = grouped ?? rowBinder;

        List<BoundOutput> outputs = BindOutputs(syntax.Items, scope, binder, grouped is not null);
        Expression? having = syntax.Having is null ? null : binder.BindCondition(syntax.Having);
        List<BoundOrder> orderBy =
            [.. syntax.OrderBy.Select(o => new BoundOrder(BindOrder(o.Expression, syntax.Items, outputs, binder), o.IsDescending))];
        if (syntax.IsDistinct && orderBy.Exists(o => !outputs.Exists(c => c.Expression.ToString() == o.Expression.ToString())))
        {
            throw new SqlException(SqlErrorKind.Syntax, "SELECT DISTINCT can be ordered only by what it selects.");
        }

        BoundGrouping? grouping = grouped is null
            ? null
            : new BoundGrouping([.. syntax.GroupBy.Select(rowBinder.Bind)], grouped.FoundAggregates, having);
        return new BoundQuery(sources, where, grouping, outputs, orderBy, syntax.IsDistinct, syntax.Limit, syntax.Offset);
    }

    private static bool IsGrouped(SelectSyntax syntax) =>
        syntax.GroupBy.Count > 0
        || syntax.Having is not null
        || syntax.Items.Any(i => Aggregates.Occur(i.Expression));

    private List<BoundSource> BindSources(IReadOnlyList<TableReferenceSyntax> from)
    {
        var sources = new List<BoundSource>();
        int offset = 0;
        foreach (TableReferenceSyntax reference in from)
        {
            if (sources.Exists(s => string.Equals(s.Alias, reference.Alias, StringComparison.OrdinalIgnoreCase)))
            {
                throw new SqlException(SqlErrorKind.AmbiguousName, $"{reference.Alias} names two tables.");
            }

            Table table = catalog.GetTable(reference.Table);
            sources.Add(new BoundSource(table, reference.Alias, offset, reference.Kind, null));
            offset += sources[^1].Width;
            if (reference.Condition is not null)
            {
                // A condition sees the tables to its left and the one that it joins.
                Expression condition = new ExpressionBinder(new Scope(sources)).BindCondition(reference.Condition);
                sources[^1] = sources[^1] with { Condition = condition };
            }
        }

        return sources;
    }

    private static List<BoundOutput> BindOutputs(
        IReadOnlyList<SelectItemSyntax> items, Scope scope, ExpressionBinder binder, bool isGrouped)
    {
        var outputs = new List<BoundOutput>();
        foreach (SelectItemSyntax item in items)
        {
            if (item.Expression is not null)
            {
                outputs.Add(new BoundOutput(item.Alias ?? TitleOf(item.Expression), binder.Bind(item.Expression)));
                continue;
            }

            if (isGrouped)
            {
                throw new SqlException(SqlErrorKind.Syntax, "A grouped query cannot select *.");
            }

            outputs.AddRange(scope.Expand(item.StarQualifier).Select(slot => new BoundOutput(slot.Name, slot)));
        }

        return outputs;
    }

    /// <summary>Binds a key of ORDER BY, which may also be an alias or the number of a selected column.</summary>
    private static Expression BindOrder(
        ExpressionSyntax syntax,
        IReadOnlyList<SelectItemSyntax> items,
        List<BoundOutput> outputs,
        ExpressionBinder binder)
    {
        if (syntax is LiteralSyntax { Value: { Type: SqlType.Integer } number })
        {
            long position = number.AsInteger();
            return position >= 1 && position <= outputs.Count
                ? outputs[(int)position - 1].Expression
                : throw new SqlException(SqlErrorKind.UnknownName, $"There is no column {position}", syntax.Position);
        }

        if (syntax is ColumnSyntax { Qualifier: null } column)
        {
            bool isAlias = items.Any(i => string.Equals(i.Alias, column.Name, StringComparison.OrdinalIgnoreCase));
            BoundOutput? named = outputs.Find(o => string.Equals(o.Name, column.Name, StringComparison.OrdinalIgnoreCase));
            if (isAlias && named is not null)
            {
                return named.Expression;
            }
        }

        return binder.Bind(syntax);
    }

    private static string TitleOf(ExpressionSyntax syntax) => syntax switch
    {
        ColumnSyntax column => column.Name,
        CallSyntax call => call.Name.ToLowerInvariant(),
        CastSyntax cast => TitleOf(cast.Operand),
        CaseSyntax => "case",
        _ => "column",
    };
}
