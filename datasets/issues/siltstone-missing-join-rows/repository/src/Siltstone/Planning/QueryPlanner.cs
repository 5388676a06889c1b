using Siltstone.Binding;
using Siltstone.Execution;
using Siltstone.Expressions;
using Siltstone.Sql;

namespace Siltstone.Planning;

/// <summary>Turns a bound query into a plan. Tables are joined in the order in which they are written.</summary>
internal static class QueryPlanner
{
    public static PlanNode Plan(BoundQuery query)
    {
        PlanNode plan = PlanSources(query);
        if (query.Grouping is { } grouping)
        {
            plan = PlanGrouping(plan, grouping);
        }

        bool limitDone = false;
        if (query.OrderBy.Count > 0 && !IsOrdered(plan, query.OrderBy))
        {
            limitDone = query.Limit is not null && !query.IsDistinct;
            plan = limitDone
                ? new TopRows(plan, query.OrderBy, query.Limit!.Value, query.Offset)
                : new Sort(plan, query.OrderBy);
        }

        plan = new Projection(plan, [.. query.Outputs.Select(o => o.Expression)]);
        if (query.IsDistinct)
        {
            plan = new Distinct(plan);
        }

        bool isLimited = query.Limit is not null || query.Offset > 0;
        return isLimited && !limitDone ? new Limit(plan, query.Limit, query.Offset) : plan;
    }

    private static PlanNode PlanSources(BoundQuery query)
    {
        IReadOnlyList<BoundSource> sources = query.Sources;
        List<Expression> pending = [.. PredicateNormalizer.Conjuncts(query.Where)];
        foreach (BoundSource source in sources.Where(s => s.Kind == JoinKind.Inner))
        {
            pending.AddRange(PredicateNormalizer.Conjuncts(source.Condition));
        }

        if (sources.Count == 0)
        {
            PlanNode single = new SingleRow();
            return pending.Count == 0 ? single : new Filter(single, pending);
        }

        PlanNode plan = AccessPathSelector.Choose(
            sources[0], TakePushed(pending, sources[0]), FindWantedColumn(query, pending));
        for (int i = 1; i < sources.Count; i++)
        {
            BoundSource source = sources[i];
            if (source.Kind == JoinKind.Left)
            {
                // What WHERE says about the optional table holds for the joined rows, not for the table's own.
                List<Expression> conditions = [.. PredicateNormalizer.Conjuncts(source.Condition)];
                IReadOnlyList<Expression> pushed = TakePushed(conditions, source);
                plan = JoinPlanner.Join(plan, source, pushed, conditions);
                IReadOnlyList<Expression> after = TakeCovered(pending, source.Offset + source.Width);
                plan = after.Count == 0 ? plan : new Filter(plan, after);
            }
            else
            {
                IReadOnlyList<Expression> pushed = TakePushed(pending, source);
                plan = JoinPlanner.Join(plan, source, pushed, TakeCovered(pending, source.Offset + source.Width));
            }
        }

        return pending.Count == 0 ? plan : new Filter(plan, pending);
    }

    /// <summary>Takes out the conditions on the source alone and brings them to its own slots.</summary>
    private static List<Expression> TakePushed(List<Expression> pending, BoundSource source)
    {
        List<Expression> own = pending.FindAll(c => c.Slots().Any() && c.Slots().All(source.Owns));
        pending.RemoveAll(own.Contains);
        return own.ConvertAll(c => c.MapSlots(slot => slot - source.Offset));
    }

    /// <summary>Takes out the conditions that can be checked on the first <paramref name="width"/> slots.</summary>
    private static List<Expression> TakeCovered(List<Expression> pending, int width)
    {
        List<Expression> covered = pending.FindAll(c => c.Slots().All(slot => slot < width));
        pending.RemoveAll(covered.Contains);
        return covered;
    }

    /// <summary>The column of the first table by which an order saves work later on.</summary>
    private static int? FindWantedColumn(BoundQuery query, List<Expression> pending)
    {
        BoundSource first = query.Sources[0];
        if (query.Sources.Count > 1 && query.Sources[1] is { Kind: not JoinKind.Left } second)
        {
            foreach (Expression condition in pending)
            {
                if (JoinPlanner.TrySplitEquality(condition, second) is { } pair)
                {
                    return pair.Left;
                }
            }
        }

        if (query.Grouping is { } grouping)
        {
            return grouping.Keys is [SlotExpression key] && first.Owns(key.Slot) ? key.Slot : null;
        }

        return query.OrderBy is [{ IsDescending: false, Expression: SlotExpression order }] && first.Owns(order.Slot)
            ? order.Slot
            : null;
    }

    private static PlanNode PlanGrouping(PlanNode plan, BoundGrouping grouping)
    {
        PlanNode grouped = grouping.Keys is [SlotExpression key] && plan.OrderedBy == key.Slot
            ? new StreamAggregate(plan, key, grouping.Aggregates)
            : new HashAggregate(plan, grouping.Keys, grouping.Aggregates);
        return grouping.Having is null ? grouped : new Filter(grouped, PredicateNormalizer.Conjuncts(grouping.Having));
    }

    private static bool IsOrdered(PlanNode plan, IReadOnlyList<BoundOrder> orderBy) =>
        orderBy is [{ IsDescending: false, Expression: SlotExpression slot }] && plan.OrderedBy == slot.Slot;
}
