namespace Eval.Harness.Planning;

/// <summary>How long an endpoint is asked when so many calls may be open.</summary>
internal static class AskingTime
{
    /// <summary>Returns seconds: rounds of calls of mean length, more open in each, twice as many as before up to the most.</summary>
    /// <param name="calls">How many calls.</param>
    /// <param name="busySeconds">The time of all of them added up.</param>
    /// <param name="open">How many are open at first.</param>
    /// <param name="max">How many may come to be open.</param>
    public static double Seconds(int calls, double busySeconds, int open, int max)
    {
        if (calls == 0)
        {
            return 0;
        }

        var mean = busySeconds / calls;
        var seconds = 0.0;
        double left = calls;
        while (left > open && open < max)
        {
            seconds += mean;
            left -= open;
            open = Math.Min(max, 2 * open);
        }

        // A call takes its time also where more could be open.
        return seconds + (mean * Math.Max(1, left / open));
    }
}
