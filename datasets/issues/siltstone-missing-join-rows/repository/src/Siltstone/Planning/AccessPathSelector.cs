using Siltstone.Binding;
using Siltstone.Execution;
using Siltstone.Expressions;
using Siltstone.Statistics;
using Siltstone.Storage;

namespace Siltstone.Planning;

/// <summary>Chooses how the rows of one table are read.</summary>
internal static class AccessPathSelector
{
    /// <summary>What reading a row by way of an index costs, when reading it from the heap costs one.</summary>
    private const double IndexedRowCost = 1.1;

    /// <summary>
    /// Plans the reading of the rows that satisfy all <paramref name="conjuncts"/>, whose slots are those of the table.
    /// </summary>
    /// <param name="wantedColumn">A column by which it would be of use to have the rows ordered.</param>
    public static PlanNode Choose(BoundSource source, IReadOnlyList<Expression> conjuncts, int? wantedColumn)
    {
        Table table = source.Table;
        int rows = table.RowCount;
        double sortCost = rows * Math.Log2(Math.Max(2, rows)) / 4;
        PlanNode best = new TableScan(table, source.Alias);
        double bestCost = rows + (wantedColumn is null ? 0 : sortCost);

        foreach (OrderedIndex index in table.Indexes)
        {
            int column = index.Definition.Column;
            KeyRangeSet keys = KeyRangeExtractor.Extract(conjuncts, column);
            if (keys.IsEverything && column != wantedColumn)
            {
                continue;
            }

            double fraction = SelectivityEstimator.Fraction(table.Statistics, column, keys);
            double cost = fraction * rows * IndexedRowCost;
            if (wantedColumn is not null && column != wantedColumn)
            {
                cost += fraction * sortCost;
            }

            if (cost <= bestCost)
            {
                best = new IndexScan(table, source.Alias, index, keys);
                bestCost = cost;
            }
        }

        return conjuncts.Count == 0 ? best : new Filter(best, conjuncts);
    }
}
