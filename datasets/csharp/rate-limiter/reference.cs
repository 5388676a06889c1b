public sealed class RateLimiter
{
    private readonly int _limit;
    private readonly int _windowMs;
    private readonly Dictionary<string, Queue<long>> _calls = new();
    private readonly Dictionary<string, long> _latest = new();

    public RateLimiter(int limit, int windowMs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(windowMs, 1);
        (_limit, _windowMs) = (limit, windowMs);
    }

    public bool Allow(string client, long nowMs)
    {
        if (nowMs < _latest.GetValueOrDefault(client, long.MinValue))
        {
            throw new ArgumentException("time runs backwards");
        }

        _latest[client] = nowMs;
        if (!_calls.TryGetValue(client, out var calls))
        {
            _calls[client] = calls = new Queue<long>();
        }

        while (calls.TryPeek(out var first) && nowMs - first >= _windowMs)
        {
            calls.Dequeue();
        }

        if (calls.Count == _limit)
        {
            return false;
        }

        calls.Enqueue(nowMs);
        return true;
    }
}
