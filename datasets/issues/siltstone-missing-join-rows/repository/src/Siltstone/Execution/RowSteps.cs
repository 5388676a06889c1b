using Siltstone.Expressions;
using Siltstone.Values;

namespace Siltstone.Execution;

/// <summary>Lets the rows through for which all conditions are true; unknown is not enough.</summary>
internal sealed class Filter(PlanNode input, IReadOnlyList<Expression> conditions) : PlanNode
{
    public override IReadOnlyList<PlanNode> Inputs => [input];

    public override int Width => input.Width;

    public override int? OrderedBy => input.OrderedBy;

    public override IEnumerable<SqlValue[]> Execute() =>
        input.Execute().Where(row => conditions.All(c => c.Test(row) == Truth.True));

    public override string Describe() => "Filter " + string.Join(" AND ", conditions);
}

/// <summary>Computes the selected columns.</summary>
internal sealed class Projection(PlanNode input, IReadOnlyList<Expression> columns) : PlanNode
{
    public override IReadOnlyList<PlanNode> Inputs => [input];

    public override int Width => columns.Count;

    public override IEnumerable<SqlValue[]> Execute() =>
        input.Execute().Select(row => columns.Select(c => c.Evaluate(row)).ToArray());

    public override string Describe() => "Project " + string.Join(", ", columns);
}

/// <summary>Drops rows that were there before; the order stays.</summary>
internal sealed class Distinct(PlanNode input) : PlanNode
{
    public override IReadOnlyList<PlanNode> Inputs => [input];

    public override int Width => input.Width;

    public override IEnumerable<SqlValue[]> Execute()
    {
        var seen = new HashSet<RowKey>();
        return input.Execute().Where(row => seen.Add(new RowKey(row)));
    }

    public override string Describe() => "Distinct";
}

/// <summary>Leaves out the first rows and ends after some more.</summary>
internal sealed class Limit(PlanNode input, int? count, int offset) : PlanNode
{
    public override IReadOnlyList<PlanNode> Inputs => [input];

    public override int Width => input.Width;

    public override IEnumerable<SqlValue[]> Execute()
    {
        IEnumerable<SqlValue[]> rows = input.Execute().Skip(offset);
        return count is { } most ? rows.Take(most) : rows;
    }

    public override string Describe() => $"Limit {count?.ToString() ?? "none"} offset {offset}";
}
