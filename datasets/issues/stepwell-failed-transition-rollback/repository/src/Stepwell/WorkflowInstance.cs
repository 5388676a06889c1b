namespace Stepwell;

/// <summary>A running workflow. An instance processes one event at a time and is not safe for several threads.</summary>
public sealed class WorkflowInstance
{
    private readonly EventQueue _queue = new();
    private readonly TransitionExecutor _executor;
    private bool _isProcessing;

    public WorkflowInstance(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        Definition = definition;
        State = definition.InitialState;
        var compensations = new CompensationLog();
        Context = new WorkflowContext(_queue, compensations, History);
        _executor = new TransitionExecutor(definition, Context, compensations, History);
    }

    /// <summary>Raised after each completed transition that has led to another state.</summary>
    public event EventHandler<HistoryEntry>? StateChanged;

    public WorkflowDefinition Definition { get; }

    public string State { get; private set; }

    public WorkflowContext Context { get; }

    public TransitionHistory History { get; } = new();

    public bool IsFinished => Definition.GetState(State).IsFinal;

    /// <summary>The events that wait to be processed.</summary>
    public IReadOnlyList<WorkflowEvent> PendingEvents => _queue.Snapshot();

    /// <summary>The names of the events for which the current state has a transition, whatever its guards say.</summary>
    public IReadOnlyList<string> AcceptedEvents =>
        [.. Definition.GetState(State).Transitions.Select(t => t.EventName).Distinct(StringComparer.Ordinal)];

    /// <summary>Processes an event, after those that wait already, and all events that are raised meanwhile.</summary>
    /// <returns>Whether the event itself led to a transition.</returns>
    /// <exception cref="TransitionFailedException">A transition failed; events after it are still waiting.</exception>
    public async Task<bool> SendAsync(
        string eventName, object? payload = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(eventName);
        EnsureIdle();
        var sent = new WorkflowEvent(eventName, payload);
        _queue.Enqueue(sent);
        return await ProcessAsync(sent, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Processes the events that are waiting.</summary>
    public async Task ProcessPendingAsync(CancellationToken cancellationToken = default)
    {
        EnsureIdle();
        await ProcessAsync(null, cancellationToken).ConfigureAwait(false);
    }

    private void EnsureIdle()
    {
        if (_isProcessing)
        {
            throw new InvalidOperationException("An event is being processed; actions raise events with their context.");
        }
    }

    private async Task<bool> ProcessAsync(WorkflowEvent? watched, CancellationToken cancellationToken)
    {
        bool wasTaken = false;
        _isProcessing = true;
        Context.CancellationToken = cancellationToken;
        try
        {
            while (_queue.TryDequeue(out WorkflowEvent? next))
            {
                Context.CurrentEvent = next;
                bool taken = await ProcessOneAsync(next).ConfigureAwait(false);
                wasTaken |= taken && ReferenceEquals(next, watched);
            }
        }
        finally
        {
            Context.CurrentEvent = null;
            Context.CancellationToken = CancellationToken.None;
            _isProcessing = false;
        }

        return wasTaken;
    }

    private async Task<bool> ProcessOneAsync(WorkflowEvent next)
    {
        StateDefinition source = Definition.GetState(State);
        if (TransitionSelector.Select(source, next, Context) is not { } selected)
        {
            History.Reject(next, State);
            return false;
        }

        State = await _executor.ExecuteAsync(next, source, selected.Transition, selected.Target).ConfigureAwait(false);
        if (State != source.Name)
        {
            StateChanged?.Invoke(this, History.Entries[^1]);
        }

        return true;
    }
}
