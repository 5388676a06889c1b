using Siltstone.Storage;
using Siltstone.Values;

namespace Siltstone.Statistics;

/// <summary>What is known about the values of one column.</summary>
/// <param name="DistinctCount">How many different values there are, null not counted.</param>
/// <param name="NullCount">How many rows have null.</param>
/// <param name="Minimum">The least value; null when there is none.</param>
/// <param name="Maximum">The greatest value; null when there is none.</param>
internal sealed record ColumnStatistics(int DistinctCount, int NullCount, SqlValue Minimum, SqlValue Maximum);

/// <summary>What is known about the rows of a table.</summary>
internal sealed class TableStatistics
{
    private TableStatistics(int rowCount, IReadOnlyList<ColumnStatistics> columns)
    {
        RowCount = rowCount;
        Columns = columns;
    }

    public int RowCount { get; }

    public IReadOnlyList<ColumnStatistics> Columns { get; }

    public static TableStatistics Gather(Table table)
    {
        int width = table.Schema.Columns.Count;
        var collectors = new Collector[width];
        for (int i = 0; i < width; i++)
        {
            collectors[i] = new Collector();
        }

        foreach ((_, SqlValue[] row) in table.Rows)
        {
            for (int i = 0; i < width; i++)
            {
                collectors[i].Add(row[i]);
            }
        }

        return new TableStatistics(table.RowCount, [.. collectors.Select(c => c.ToStatistics())]);
    }

    private sealed class Collector
    {
        private readonly HashSet<SqlValue> _values = [];
        private SqlValue _minimum;
        private SqlValue _maximum;
        private int _nulls;

        public void Add(SqlValue value)
        {
            if (value.IsNull)
            {
                _nulls++;
                return;
            }

            _values.Add(value);
            if (_minimum.IsNull || SqlComparer.Instance.Compare(value, _minimum) < 0)
            {
                _minimum = value;
            }

            if (_maximum.IsNull || SqlComparer.Instance.Compare(value, _maximum) > 0)
            {
                _maximum = value;
            }
        }

        public ColumnStatistics ToStatistics() => new(_values.Count, _nulls, _minimum, _maximum);
    }
}
