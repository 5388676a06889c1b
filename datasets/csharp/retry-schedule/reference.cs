public static class Solution
{
    public static int[] Delays(int firstMs, int capMs, int attempts)
    {
        var delays = new int[Math.Max(attempts, 0)];
        long next = firstMs;
        for (var i = 0; i < delays.Length; i++)
        {
            delays[i] = (int)Math.Min(next, capMs);
            next = delays[i] * 2L;
        }

        return delays;
    }
}
