using Siltstone.Expressions;
using Siltstone.Sql;
using Siltstone.Values;

namespace Siltstone.Binding;

/// <summary>The names of the aggregates.</summary>
internal static class Aggregates
{
    private static readonly Dictionary<string, AggregateKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["COUNT"] = AggregateKind.Count,
        ["SUM"] = AggregateKind.Sum,
        ["AVG"] = AggregateKind.Average,
        ["MIN"] = AggregateKind.Minimum,
        ["MAX"] = AggregateKind.Maximum,
    };

    public static bool IsAggregate(string name) => Kinds.ContainsKey(name);

    public static AggregateKind KindOf(string name) => Kinds[name];

    /// <summary>Whether an aggregate is called somewhere in the expression.</summary>
    public static bool Occur(ExpressionSyntax? syntax) => syntax switch
    {
        CallSyntax call => IsAggregate(call.Name) || call.Arguments.Any(Occur),
        NotSyntax not => Occur(not.Operand),
        NegateSyntax negate => Occur(negate.Operand),
        BinarySyntax binary => Occur(binary.Left) || Occur(binary.Right),
        InSyntax @in => Occur(@in.Operand) || @in.Items.Any(Occur),
        BetweenSyntax between => Occur(between.Operand) || Occur(between.Low) || Occur(between.High),
        LikeSyntax like => Occur(like.Operand) || Occur(like.Pattern),
        IsNullSyntax isNull => Occur(isNull.Operand),
        CastSyntax cast => Occur(cast.Operand),
        CaseSyntax @case => @case.Branches.Any(b => Occur(b.Condition) || Occur(b.Result)) || Occur(@case.Else),
        _ => false,
    };
}

/// <summary>
/// Binds the expressions of a grouped query, which are evaluated over the rows of the grouping: an expression that is
/// one of the keys becomes the slot of the key, and a call of an aggregate becomes the slot of the aggregate.
/// </summary>
internal sealed class GroupedBinder(Scope scope, IReadOnlyList<Expression> keys) : ExpressionBinder(scope)
{
    private readonly ExpressionBinder _rowBinder = new(scope);
    private readonly Dictionary<string, int> _keySlots = keys
        .Select((key, slot) => (Text: key.ToString(), Slot: slot))
        .DistinctBy(k => k.Text)
        .ToDictionary(k => k.Text, k => k.Slot);
    private readonly List<AggregateCall> _aggregates = [];

    public IReadOnlyList<AggregateCall> FoundAggregates => _aggregates;

    public override Expression Bind(ExpressionSyntax syntax)
    {
        if (syntax is not LiteralSyntax && !Aggregates.Occur(syntax))
        {
            Expression overRow = _rowBinder.Bind(syntax);
            if (_keySlots.TryGetValue(overRow.ToString(), out int slot))
            {
                return new SlotExpression(slot, overRow.Type, (overRow as SlotExpression)?.Name ?? "key");
            }
        }

        return base.Bind(syntax);
    }

    protected override Expression BindColumn(ColumnSyntax column) => throw new SqlException(
        SqlErrorKind.UnknownName,
        $"The column {column.Name} is neither grouped by nor in an aggregate",
        column.Position);

    protected override Expression BindCall(CallSyntax call)
    {
        if (!Aggregates.IsAggregate(call.Name))
        {
            return base.BindCall(call);
        }

        AggregateCall aggregate = BindAggregate(call);
        int index = _aggregates.FindIndex(a => a.Key == aggregate.Key);
        if (index < 0)
        {
            index = _aggregates.Count;
            _aggregates.Add(aggregate);
        }

        return new SlotExpression(keys.Count + index, aggregate.Type, call.Name.ToLowerInvariant());
    }

    private AggregateCall BindAggregate(CallSyntax call)
    {
        AggregateKind kind = Aggregates.KindOf(call.Name);
        if (call.IsStar && kind == AggregateKind.Count)
        {
            return new AggregateCall(AggregateKind.CountRows, null, false, SqlType.Integer);
        }

        if (call.IsStar || call.Arguments.Count != 1)
        {
            throw new SqlException(SqlErrorKind.TypeMismatch, $"{call.Name} takes one argument", call.Position);
        }

        Expression argument = _rowBinder.Bind(call.Arguments[0]);
        bool needsNumber = kind is AggregateKind.Sum or AggregateKind.Average;
        if (needsNumber && argument.Type != SqlType.Unknown && !SqlTypes.IsNumeric(argument.Type))
        {
            throw new SqlException(SqlErrorKind.TypeMismatch, $"{call.Name} takes numbers", call.Position);
        }

        SqlType type = kind switch
        {
            AggregateKind.Count => SqlType.Integer,
            AggregateKind.Average => SqlType.Decimal,
            _ => argument.Type,
        };
        return new AggregateCall(kind, argument, call.IsDistinct, type);
    }
}
