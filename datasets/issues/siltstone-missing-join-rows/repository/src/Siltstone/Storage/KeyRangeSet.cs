using Siltstone.Values;

namespace Siltstone.Storage;

/// <summary>A set of keys, held as ranges of which no two touch each other.</summary>
internal sealed class KeyRangeSet
{
    private readonly List<KeyRange> _ranges;

    private KeyRangeSet(List<KeyRange> ranges) => _ranges = ranges;

    public static KeyRangeSet Empty { get; } = new([]);

    public static KeyRangeSet Everything { get; } = new([KeyRange.Everything]);

    public IReadOnlyList<KeyRange> Ranges => _ranges;

    public bool IsEverything => _ranges is [var only] && only == KeyRange.Everything;

    public static KeyRangeSet Of(KeyRange range) => range.IsEmpty ? Empty : new([range]);

    /// <summary>The set of single keys; nulls are left out, since no key is equal to null.</summary>
    public static KeyRangeSet FromKeys(IEnumerable<SqlValue> keys) => new(
        [.. keys.Where(k => !k.IsNull).Distinct().Order(SqlComparer.Instance).Select(KeyRange.Point)]);

    public bool Contains(SqlValue key) => _ranges.Exists(r => r.Contains(key));

    public KeyRangeSet Union(KeyRangeSet other)
    {
        var result = new List<KeyRange>(_ranges);
        foreach (KeyRange range in other._ranges)
        {
            // The range may bridge gaps between several others, and then takes the place of all of them.
            KeyRange merged = range;
            int position = result.Count;
            for (int i = result.Count - 1; i >= 0; i--)
            {
                if (result[i].Touches(merged))
                {
                    merged = merged.Span(result[i]);
                    result.RemoveAt(i);
                    position = i;
                }
            }

            result.Insert(position, merged);
        }

        return new KeyRangeSet(result);
    }

    public KeyRangeSet Intersect(KeyRangeSet other)
    {
        var result = new List<KeyRange>();
        foreach (KeyRange left in _ranges)
        {
            foreach (KeyRange right in other._ranges)
            {
                KeyRange common = left.Intersect(right);
                if (!common.IsEmpty)
                {
                    result.Add(common);
                }
            }
        }

        return new KeyRangeSet(result);
    }

    public override string ToString() => _ranges.Count == 0 ? "nothing" : string.Join(", ", _ranges);
}
