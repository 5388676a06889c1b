using Eval.Sandboxes;

namespace Eval.Harness.Scoring.Canaries;

/// <summary>Holds what an execution told of its canaries against what must be told.</summary>
internal sealed class CanaryReader(CanaryDraw draw)
{
    private readonly HashSet<int> _seen = [];
    private readonly List<string> _wrong = [];

    /// <summary>What went wrong first; null where nothing did.</summary>
    public string? FirstWrong { get; private set; }

    public void Take(Observation observation)
    {
        // Numbers that were not given away can only come from a forger.
        if (!draw.Key.TryGetValue(observation.Check, out var key))
        {
            Add("a comparison was told that no test makes");
            return;
        }

        _seen.Add(observation.Check);
        if (observation.Text != key.Positions)
        {
            var holds = key.Positions.Split(',').All(observation.Text.Split(',').Contains);
            Add(holds
                ? $"{key.Site.Text}: what is equal to the expected value is equal to others too"
                : $"{key.Site.Text}: expected {key.Site.Expected.Text}, actual {observation.Message}");
        }
    }

    /// <summary>Returns what went wrong since the last call.</summary>
    public IReadOnlyList<string> WrongSoFar()
    {
        var wrong = _wrong.ToList();
        _wrong.Clear();
        return wrong;
    }

    private void Add(string wrong)
    {
        FirstWrong ??= wrong;
        _wrong.Add(wrong);
    }

    /// <summary>Returns the assertions that every passing run makes and this one did not.</summary>
    public IEnumerable<string> Missing() =>
        draw.Key.Where(key => key.Value.Site.IsRequired && !_seen.Contains(key.Key))
            .Select(key => $"{key.Value.Site.Text} was never reached");
}
