using Siltstone.Binding;
using Siltstone.Expressions;
using Siltstone.Values;

namespace Siltstone.Execution;

/// <summary>What the two ways of grouping have in common: rows of the keys and then the aggregates.</summary>
internal abstract class AggregateNode(PlanNode input, IReadOnlyList<AggregateCall> calls) : PlanNode
{
    protected PlanNode Input { get; } = input;

    public override IReadOnlyList<PlanNode> Inputs => [Input];

    protected string CallText => string.Join(", ", calls.Select(c => c.Key));

    protected Accumulator[] NewAccumulators() => [.. calls.Select(c => new Accumulator(c))];

    protected static void AddTo(Accumulator[] accumulators, SqlValue[] row)
    {
        foreach (Accumulator accumulator in accumulators)
        {
            accumulator.Add(row);
        }
    }

    protected static SqlValue[] Finish(SqlValue[] keys, Accumulator[] accumulators) =>
        [.. keys, .. accumulators.Select(a => a.Finish())];
}

/// <summary>Groups with a hash table; the groups come in the order in which they were first met.</summary>
internal sealed class HashAggregate(PlanNode input, IReadOnlyList<Expression> keys, IReadOnlyList<AggregateCall> calls)
    : AggregateNode(input, calls)
{
    public override int Width => keys.Count + NewAccumulators().Length;

    public override IEnumerable<SqlValue[]> Execute()
    {
        var groups = new Dictionary<RowKey, (SqlValue[] Keys, Accumulator[] Accumulators)>();
        var order = new List<RowKey>();
        foreach (SqlValue[] row in Input.Execute())
        {
            SqlValue[] values = [.. keys.Select(k => k.Evaluate(row))];
            var key = new RowKey(values);
            if (!groups.TryGetValue(key, out (SqlValue[] Keys, Accumulator[] Accumulators) group))
            {
                groups.Add(key, group = (values, NewAccumulators()));
                order.Add(key);
            }

            AddTo(group.Accumulators, row);
        }

        if (keys.Count == 0 && groups.Count == 0)
        {
            // Without GROUP BY there is one group, even when there are no rows.
            return [Finish([], NewAccumulators())];
        }

        return order.Select(k => Finish(groups[k].Keys, groups[k].Accumulators));
    }

    public override string Describe() => $"Hash aggregate by {string.Join(", ", keys)}: {CallText}";
}

/// <summary>Groups rows that come ordered by the key, one group after the other.</summary>
internal sealed class StreamAggregate(PlanNode input, SlotExpression key, IReadOnlyList<AggregateCall> calls)
    : AggregateNode(input, calls)
{
    public override int Width => 1 + NewAccumulators().Length;

    public override int? OrderedBy => 0;

    public override IEnumerable<SqlValue[]> Execute()
    {
        Accumulator[]? accumulators = null;
        SqlValue current = SqlValue.Null;
        foreach (SqlValue[] row in Input.Execute())
        {
            SqlValue value = key.Evaluate(row);
            if (accumulators is not null && value != current)
            {
                yield return Finish([current], accumulators);
                accumulators = null;
            }

            current = value;
            accumulators ??= NewAccumulators();
            AddTo(accumulators, row);
        }

        if (accumulators is not null)
        {
            yield return Finish([current], accumulators);
        }
    }

    public override string Describe() => $"Stream aggregate by {key}: {CallText}";
}

/// <summary>Computes one aggregate over the rows of one group.</summary>
internal sealed class Accumulator(AggregateCall call)
{
    private readonly HashSet<SqlValue>? _seen = call.IsDistinct ? [] : null;
    private long _count;
    private decimal _sum;
    private SqlValue _extreme;

    public void Add(SqlValue[] row)
    {
        if (call.Argument is null)
        {
            _count++;
            return;
        }

        SqlValue value = call.Argument.Evaluate(row);
        if (value.IsNull || (_seen is not null && !_seen.Add(value)))
        {
            return;
        }

        _count++;
        switch (call.Kind)
        {
            case AggregateKind.Sum or AggregateKind.Average:
                _sum += value.AsDecimal();
                break;
            case AggregateKind.Minimum when _extreme.IsNull || SqlComparer.Instance.Compare(value, _extreme) < 0:
            case AggregateKind.Maximum when _extreme.IsNull || SqlComparer.Instance.Compare(value, _extreme) > 0:
                _extreme = value;
                break;
        }
    }

    /// <summary>The result. Without any value, only the counts are not null.</summary>
    public SqlValue Finish() => call.Kind switch
    {
        AggregateKind.Count or AggregateKind.CountRows => SqlValue.Integer(_count),
        AggregateKind.Minimum or AggregateKind.Maximum => _extreme,
        _ when _count == 0 => SqlValue.Null,
        AggregateKind.Sum => ValueConversion.Convert(SqlValue.Decimal(_sum), call.Type),
        _ => SqlValue.Decimal(_sum / _count),
    };
}
