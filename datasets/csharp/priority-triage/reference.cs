public static class Solution
{
    public static string[] Triage((string Id, int Severity)[] arrivals, int atOnce)
    {
        var waiting = new PriorityQueue<string, (int, int)>();
        var handled = new List<string>();
        for (var i = 0; i < arrivals.Length; i++)
        {
            waiting.Enqueue(arrivals[i].Id, (-arrivals[i].Severity, i));
            for (var n = 0; i % 2 == 1 && n < atOnce && waiting.TryDequeue(out var next, out _); n++)
            {
                handled.Add(next);
            }
        }

        while (waiting.TryDequeue(out var left, out _))
        {
            handled.Add(left);
        }

        return handled.ToArray();
    }
}
