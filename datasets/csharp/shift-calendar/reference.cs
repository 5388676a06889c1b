public static class Solution
{
    public static int[][] Free(int[] day, int[][][] calendars, int minutes)
    {
        var free = new List<int[]>();
        var at = day[0];
        foreach (var busy in calendars.SelectMany(calendar => calendar).OrderBy(busy => busy[0]).Append(new[] { day[1], day[1] }))
        {
            var start = Math.Min(busy[0], day[1]);
            if (start - at >= minutes && start > at)
            {
                free.Add(new[] { at, start });
            }

            at = Math.Max(at, busy[1]);
        }

        return free.ToArray();
    }
}
