using System.Numerics;

public static class Solution
{
    public static (int Length, string Last, int DigitSum) Digits(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        var (current, next) = (BigInteger.Zero, BigInteger.One);
        for (var i = 0; i < n; i++)
        {
            (current, next) = (next, current + next);
        }

        var text = current.ToString();
        return (text.Length, text[Math.Max(0, text.Length - 10)..], text.Sum(digit => digit - '0'));
    }
}
