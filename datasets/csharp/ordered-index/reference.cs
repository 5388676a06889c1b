public sealed class Solution
{
    private const int Limit = 1_000_000;
    private readonly SortedSet<int> _times = new();
    private readonly Dictionary<int, double> _values = new();

    public void Add(int time, double value)
    {
        _times.Add(time);
        _values[time] = value;
    }

    public double? Nearest(int time)
    {
        var before = _times.GetViewBetween(-Limit, time);
        var after = _times.GetViewBetween(time, Limit);
        if (before.Count == 0)
        {
            return after.Count == 0 ? null : _values[after.Min];
        }

        return after.Count > 0 && after.Min - time < time - before.Max ? _values[after.Min] : _values[before.Max];
    }

    public int CountBetween(int from, int to) => from > to ? 0 : _times.GetViewBetween(from, to).Count;

    public double? Oldest() => _times.Count == 0 ? null : _values[_times.Min];
}
