namespace Eval.Harness.Budgets;

/// <summary>What calls, or attempts, of one kind have cost so far.</summary>
internal sealed class SeenCosts
{
    /// <summary>From so many on the dearest says much about the next one.</summary>
    private const int MinToTrust = 5;
    private const decimal Margin = 1.5m;

    private readonly List<decimal> _sorted = [];

    public int Count => _sorted.Count;

    /// <summary>Whether enough have been seen to hold an answer to what they say.</summary>
    public bool AreMany => _sorted.Count >= MinToTrust;

    /// <summary>The dearest; 0 while none has been seen.</summary>
    public decimal MaxUsd => _sorted.Count == 0 ? 0 : _sorted[^1];

    /// <summary>What a usual one costs; 0 while none has been seen.</summary>
    public decimal MedianUsd => _sorted.Count == 0 ? 0 : _sorted[_sorted.Count / 2];

    /// <summary>What the next one is expected to cost at most; null while none has been seen.</summary>
    public decimal? ExpectedUsd => _sorted.Count == 0 ? null : MaxUsd * Margin;

    public void Add(decimal usd)
    {
        var index = _sorted.BinarySearch(usd);
        _sorted.Insert(index < 0 ? ~index : index, usd);
    }
}
