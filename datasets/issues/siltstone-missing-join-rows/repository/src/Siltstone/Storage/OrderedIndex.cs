using Siltstone.Catalog;
using Siltstone.Values;

namespace Siltstone.Storage;

/// <summary>
/// An index that keeps its keys sorted in the order of <see cref="SqlComparer"/>. Rows with the same key are kept in
/// the order of their numbers. Nulls are indexed too and stand before all other keys.
/// </summary>
internal sealed class OrderedIndex(IndexDefinition definition)
{
    private readonly List<Entry> _entries = [];

    public IndexDefinition Definition { get; } = definition;

    public int KeyCount => _entries.Count;

    public void Add(SqlValue key, long rowNumber)
    {
        int position = LowerPosition(key);
        if (position < _entries.Count && _entries[position].Key == key)
        {
            List<long> numbers = _entries[position].RowNumbers;
            int at = numbers.BinarySearch(rowNumber);
            if (at >= 0)
            {
                throw new InvalidOperationException($"The row {rowNumber} is already in {Definition.Name}.");
            }

            numbers.Insert(~at, rowNumber);
            return;
        }

        _entries.Insert(position, new Entry(key, [rowNumber]));
    }

    public void Remove(SqlValue key, long rowNumber)
    {
        int position = LowerPosition(key);
        if (position == _entries.Count || _entries[position].Key != key)
        {
            return;
        }

        _entries[position].RowNumbers.Remove(rowNumber);
        if (_entries[position].RowNumbers.Count == 0)
        {
            _entries.RemoveAt(position);
        }
    }

    /// <summary>Whether a row other than <paramref name="except"/> has the key.</summary>
    public bool HasOther(SqlValue key, long? except)
    {
        int position = LowerPosition(key);
        return position < _entries.Count
            && _entries[position].Key == key
            && _entries[position].RowNumbers.Any(n => n != except);
    }

    /// <summary>The numbers of the rows whose keys lie in the range, in the order of the keys.</summary>
    public IEnumerable<long> Scan(KeyRange range)
    {
        int position = LowerPosition(range.Lower.Key);
        if (!range.Lower.IsInclusive && position < _entries.Count && _entries[position].Key == range.Lower.Key)
        {
            position++;
        }

        for (; position < _entries.Count && range.IsBelowUpper(_entries[position].Key); position++)
        {
            foreach (long rowNumber in _entries[position].RowNumbers)
            {
                yield return rowNumber;
            }
        }
    }

    /// <summary>The position of the first entry whose key is not before <paramref name="key"/>.</summary>
    private int LowerPosition(SqlValue key)
    {
        int low = 0;
        int high = _entries.Count;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (SqlComparer.Instance.Compare(_entries[middle].Key, key) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private readonly record struct Entry(SqlValue Key, List<long> RowNumbers);
}
