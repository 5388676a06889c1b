namespace Eval.Results.Statistics;

/// <summary>
/// SplitMix64 in counter form (Steele, Lea, Flood 2014): the i-th number is a function of seed and i, the same on every machine.
/// </summary>
public static class SplitMix64
{
    /// <summary>Returns the number at a place of a seed's sequence.</summary>
    public static ulong At(ulong seed, long index)
    {
        unchecked
        {
            var z = seed + (ulong)(index + 1) * 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>Returns a number of [0, <paramref name="bound"/>): the high half of the product with the bound.</summary>
    public static int Below(int bound, ulong seed, long index) => (int)Math.BigMul(At(seed, index), (ulong)bound, out _);
}
