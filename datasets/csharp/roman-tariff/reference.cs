public static class Solution
{
    public static decimal Fee(int units)
    {
        var fee = 0m;
        var left = Math.Max(units, 0);
        foreach (var (size, price) in new[] { (10, 1.50m), (40, 1.20m), (int.MaxValue, 0.90m) })
        {
            var part = Math.Min(left, size);
            fee += part * price;
            left -= part;
        }

        return fee;
    }
}
