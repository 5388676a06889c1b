namespace Stepwell;

/// <summary>What has become of an event.</summary>
public enum TransitionOutcome
{
    /// <summary>The transition is under way.</summary>
    Running,
    Completed,

    /// <summary>The state had no transition for the event.</summary>
    Rejected,

    /// <summary>The transition failed and was taken back.</summary>
    RolledBack,
}

/// <summary>An event and what it led to.</summary>
public sealed class HistoryEntry
{
    internal HistoryEntry(int sequence, string eventName, string from, string? to, TransitionOutcome outcome)
    {
        Sequence = sequence;
        EventName = eventName;
        From = from;
        To = to;
        Outcome = outcome;
    }

    /// <summary>The number of the entry, counted from one.</summary>
    public int Sequence { get; }

    public string EventName { get; }

    public string From { get; }

    /// <summary>The target of the transition; null for a rejected event.</summary>
    public string? To { get; }

    public TransitionOutcome Outcome { get; internal set; }

    public override string ToString() => $"{Sequence}: {EventName} {From} -> {To ?? "-"} ({Outcome})";
}

/// <summary>The history of an instance, the oldest entry first.</summary>
public sealed class TransitionHistory
{
    private readonly List<HistoryEntry> _entries = [];

    public IReadOnlyList<HistoryEntry> Entries => _entries;

    /// <summary>The state from which the current one was entered, or null while the first one has not been left.</summary>
    public string? PreviousState => _entries.LastOrDefault(e => e.To is not null && e.To != e.From)?.From;

    /// <summary>
    /// How often a state was entered. For the entry actions of the state, the visit that begins is counted already.
    /// </summary>
    public int VisitCount(string state) => _entries.Count(e => e.To == state && e.From != state);

    internal HistoryEntry Begin(WorkflowEvent workflowEvent, string from, string to) =>
        Add(workflowEvent, from, to, TransitionOutcome.Running);

    internal void Reject(WorkflowEvent workflowEvent, string state) =>
        Add(workflowEvent, state, null, TransitionOutcome.Rejected);

    private HistoryEntry Add(WorkflowEvent workflowEvent, string from, string? to, TransitionOutcome outcome)
    {
        var entry = new HistoryEntry(_entries.Count + 1, workflowEvent.Name, from, to, outcome);
        _entries.Add(entry);
        return entry;
    }
}
