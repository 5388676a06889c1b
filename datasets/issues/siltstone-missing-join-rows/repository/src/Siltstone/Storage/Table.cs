using Siltstone.Catalog;
using Siltstone.Statistics;
using Siltstone.Transactions;
using Siltstone.Values;

namespace Siltstone.Storage;

/// <summary>A table: its rows, and the indexes which are kept in step with them.</summary>
internal sealed class Table(TableSchema schema)
{
    private readonly RowHeap _heap = new();
    private readonly List<OrderedIndex> _indexes = [];
    private TableStatistics? _statistics;

    public TableSchema Schema { get; } = schema;

    public IReadOnlyList<OrderedIndex> Indexes => _indexes;

    public int RowCount => _heap.Count;

    public IEnumerable<KeyValuePair<long, SqlValue[]>> Rows => _heap.Rows;

    /// <summary>Statistics about the rows as they are now; gathered when first asked for after a change.</summary>
    public TableStatistics Statistics => _statistics ??= TableStatistics.Gather(this);

    public SqlValue[] GetRow(long number) => _heap.Get(number);

    public void AddIndex(IndexDefinition definition)
    {
        var index = new OrderedIndex(definition);
        foreach ((long number, SqlValue[] row) in _heap.Rows)
        {
            CheckUnique(index, row, except: null);
            index.Add(row[definition.Column], number);
        }

        _indexes.Add(index);
    }

    public void RemoveIndex(string name)
    {
        OrderedIndex index = _indexes.First(i =>
            string.Equals(i.Definition.Name, name, StringComparison.OrdinalIgnoreCase));
        if (index.Definition.IsUnique && index.Definition.Column == Schema.PrimaryKey)
        {
            throw new SqlException(SqlErrorKind.Constraint, $"The primary key of {Schema.Name} needs the index {name}.");
        }

        _indexes.Remove(index);
    }

    public long Insert(IReadOnlyList<SqlValue> values, UndoLog? undo = null)
    {
        SqlValue[] row = Schema.Conform(values);
        foreach (OrderedIndex index in _indexes)
        {
            CheckUnique(index, row, except: null);
        }

        long number = _heap.Add(row);
        AddToIndexes(row, number);
        undo?.Add(() => RemoveUnlogged(number));
        return number;
    }

    public void Update(long number, IReadOnlyList<SqlValue> values, UndoLog? undo = null)
    {
        SqlValue[] row = Schema.Conform(values);
        foreach (OrderedIndex index in _indexes)
        {
            CheckUnique(index, row, except: number);
        }

        SqlValue[] old = _heap.Get(number);
        Replace(number, old, row);
        undo?.Add(() => Replace(number, row, old));
    }

    public void Delete(long number, UndoLog? undo = null)
    {
        SqlValue[] row = _heap.Get(number);
        RemoveUnlogged(number);
        undo?.Add(() =>
        {
            _heap.Put(number, row);
            AddToIndexes(row, number);
        });
    }

    private void Replace(long number, SqlValue[] old, SqlValue[] row)
    {
        _heap.Put(number, row);
        foreach (OrderedIndex index in _indexes)
        {
            int column = index.Definition.Column;
            if (old[column] != row[column])
            {
                index.Remove(old[column], number);
                index.Add(row[column], number);
            }
        }

        _statistics = null;
    }

    private void RemoveUnlogged(long number)
    {
        SqlValue[] row = _heap.Get(number);
        _heap.Remove(number);
        foreach (OrderedIndex index in _indexes)
        {
            index.Remove(row[index.Definition.Column], number);
        }

        _statistics = null;
    }

    private void AddToIndexes(SqlValue[] row, long number)
    {
        foreach (OrderedIndex index in _indexes)
        {
            index.Add(row[index.Definition.Column], number);
        }

        _statistics = null;
    }

    private void CheckUnique(OrderedIndex index, SqlValue[] row, long? except)
    {
        SqlValue key = row[index.Definition.Column];
        if (index.Definition.IsUnique && !key.IsNull && index.HasOther(key, except))
        {
            throw new SqlException(
                SqlErrorKind.Constraint,
                $"{Schema.Name}.{Schema.Columns[index.Definition.Column].Name} already has the value {key.ToLiteral()}.");
        }
    }
}
