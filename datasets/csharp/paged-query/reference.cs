public static class Solution
{
    public static (int[] Items, int Page, int Pages) Page(IEnumerable<int> source, int page, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var all = source.ToArray();
        var pages = Math.Max(1, (all.Length + size - 1) / size);
        var shown = Math.Clamp(page, 1, pages);
        return (all.Skip((shown - 1) * size).Take(size).ToArray(), shown, pages);
    }
}
