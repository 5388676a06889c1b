namespace Stepwell;

/// <summary>What guards, actions and compensations can see and do.</summary>
public sealed class WorkflowContext
{
    private readonly EventQueue _queue;
    private readonly CompensationLog _compensations;
    private readonly Dictionary<string, object?> _variables = new(StringComparer.Ordinal);

    internal WorkflowContext(EventQueue queue, CompensationLog compensations, TransitionHistory history)
    {
        _queue = queue;
        _compensations = compensations;
        History = history;
    }

    /// <summary>The event that is being processed; null while there is none.</summary>
    public WorkflowEvent? CurrentEvent { get; internal set; }

    /// <summary>Cancelled when the caller no longer wants the event to be processed.</summary>
    public CancellationToken CancellationToken { get; internal set; }

    public TransitionHistory History { get; }

    /// <summary>The names of the variables that are set, in alphabetical order.</summary>
    public IReadOnlyList<string> VariableNames => [.. _variables.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The value of a variable, or the default of the type when it is not set.</summary>
    /// <exception cref="InvalidCastException">The variable holds something of another type.</exception>
    public T? Get<T>(string name) => _variables.TryGetValue(name, out object? value) ? (T?)value : default;

    public void Set(string name, object? value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _variables[name] = value;
    }

    public bool Remove(string name) => _variables.Remove(name);

    /// <summary>Raises an event, which is processed after the current one.</summary>
    public void Raise(string eventName, object? payload = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(eventName);
        _queue.Enqueue(new WorkflowEvent(eventName, payload));
    }

    /// <summary>Registers what must be done if the transition under way fails later on.</summary>
    public void Compensate(string name, Func<WorkflowContext, Task> action)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(action);
        _compensations.Add(name, action);
    }
}
