using Siltstone.Storage;
using Siltstone.Values;

namespace Siltstone.Execution;

/// <summary>Reads all the rows of a table in the order of their numbers.</summary>
internal sealed class TableScan(Table table, string alias) : PlanNode
{
    public override IReadOnlyList<PlanNode> Inputs => [];

    public override int Width => table.Schema.Columns.Count;

    public override IEnumerable<SqlValue[]> Execute() => table.Rows.Select(r => r.Value);

    public override string Describe() => $"Table scan of {alias}";
}

/// <summary>Reads the rows of a table by way of an index, in the order of the index.</summary>
internal sealed class IndexScan(Table table, string alias, OrderedIndex index, KeyRangeSet keys) : PlanNode
{
    public override IReadOnlyList<PlanNode> Inputs => [];

    public override int Width => table.Schema.Columns.Count;

    public override int? OrderedBy => index.Definition.Column;

    public override IEnumerable<SqlValue[]> Execute()
    {
        foreach (KeyRange range in keys.Ranges)
        {
            foreach (long number in index.Scan(range))
            {
                yield return table.GetRow(number);
            }
        }
    }

    public override string Describe() =>
        $"Index scan of {alias} by {index.Definition.Name}" + (keys.IsEverything ? "" : $" over {keys}");
}
