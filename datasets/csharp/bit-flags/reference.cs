using System.Numerics;

public static class Solution
{
    public static (int Set, int Highest, int Lowest, bool IsPowerOfTwo) Describe(uint flags) => flags == 0
        ? (0, -1, -1, false)
        : (BitOperations.PopCount(flags), BitOperations.Log2(flags), BitOperations.TrailingZeroCount(flags), BitOperations.IsPow2(flags));
}
