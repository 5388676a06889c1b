using Siltstone.Storage;
using Siltstone.Values;

namespace Siltstone.Tests;

public class KeyRangeSetTests
{
    private static SqlValue Key(long value) => SqlValue.Integer(value);

    private static KeyRangeSet Between(long low, long high) => KeyRangeSet.Of(
        KeyRange.AtLeast(Key(low), inclusive: true).Intersect(KeyRange.AtMost(Key(high), inclusive: true)));

    [Fact]
    public void UnionJoinsRangesThatOverlap()
    {
        Assert.Equal("[1..9]", Between(1, 5).Union(Between(3, 9)).ToString());
        Assert.Equal("[1..9]", Between(1, 9).Union(Between(3, 4)).ToString());
    }

    [Fact]
    public void UnionBridgesGaps()
    {
        KeyRangeSet set = Between(1, 3).Union(Between(6, 8)).Union(Between(2, 7));
        Assert.Equal("[1..8]", set.ToString());
    }

    [Fact]
    public void UnionKeepsSeparateRangesApart()
    {
        KeyRangeSet set = Between(1, 3).Union(Between(6, 8));
        Assert.Equal(2, set.Ranges.Count);
        Assert.True(set.Contains(Key(7)));
        Assert.False(set.Contains(Key(5)));
    }

    [Fact]
    public void KeysAreDistinctAndWithoutNull()
    {
        Assert.Equal(
            "[2..2], [5..5]", KeyRangeSet.FromKeys([Key(5), SqlValue.Null, Key(2), Key(5)]).ToString());
    }

    [Fact]
    public void IntersectionOfDisjointRangesIsEmpty()
    {
        Assert.Empty(Between(1, 3).Intersect(Between(4, 5)).Ranges);
        Assert.False(KeyRangeSet.Of(KeyRange.NotNull).Contains(SqlValue.Null));
    }
}
