public static class Solution
{
    public static decimal? Ratio(int part, int whole)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(part);
        ArgumentOutOfRangeException.ThrowIfNegative(whole);
        return whole == 0 ? null : Math.Min(100m, Math.Round(part * 100m / whole, 1, MidpointRounding.AwayFromZero));
    }
}
