public static class Solution
{
    public static int MaxParallel(int[][] meetings)
    {
        var starts = meetings.Select(m => m[0]).Order().ToArray();
        var ends = meetings.Select(m => m[1]).Order().ToArray();
        var most = 0;
        var ended = 0;
        for (var started = 0; started < starts.Length; started++)
        {
            while (ends[ended] <= starts[started])
            {
                ended++;
            }

            most = Math.Max(most, started - ended + 1);
        }

        return most;
    }
}
