namespace Stepwell;

/// <summary>Builds the definition of a workflow.</summary>
public sealed class WorkflowBuilder(string initialState)
{
    private readonly List<StateDefinition> _states = [];

    /// <summary>Adds a state.</summary>
    public WorkflowBuilder State(string name, Action<StateBuilder>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var state = new StateBuilder(name);
        configure?.Invoke(state);
        _states.Add(state.Build());
        return this;
    }

    /// <exception cref="WorkflowDefinitionException">The states do not fit together.</exception>
    public WorkflowDefinition Build() => new(initialState, [.. _states]);
}

/// <summary>Builds a state.</summary>
public sealed class StateBuilder
{
    private readonly string _name;
    private readonly List<Func<WorkflowContext, Task>> _entry = [];
    private readonly List<Func<WorkflowContext, Task>> _exit = [];
    private readonly List<TransitionDefinition> _transitions = [];

    internal StateBuilder(string name) => _name = name;

    /// <summary>Adds an action for when the state is entered.</summary>
    public StateBuilder OnEntry(Func<WorkflowContext, Task> action)
    {
        _entry.Add(action);
        return this;
    }

    /// <summary>Adds an action for when the state is left.</summary>
    public StateBuilder OnExit(Func<WorkflowContext, Task> action)
    {
        _exit.Add(action);
        return this;
    }

    /// <summary>Adds a transition; those for the same event are tried in the order in which they are added.</summary>
    public StateBuilder On(string eventName, Action<TransitionBuilder> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(eventName);
        var transition = new TransitionBuilder(eventName);
        configure(transition);
        _transitions.Add(transition.Build());
        return this;
    }

    internal StateDefinition Build() => new(_name, [.. _entry], [.. _exit], [.. _transitions]);
}

/// <summary>Builds a transition. Without a target it stays in its state.</summary>
public sealed class TransitionBuilder
{
    private readonly string _eventName;
    private readonly List<Func<WorkflowContext, bool>> _guards = [];
    private readonly List<Func<WorkflowContext, Task>> _actions = [];
    private string? _target;
    private bool _toPrevious;

    internal TransitionBuilder(string eventName) => _eventName = eventName;

    public TransitionBuilder To(string state)
    {
        _target = state;
        _toPrevious = false;
        return this;
    }

    /// <summary>Leads back to the state from which the current one was entered.</summary>
    public TransitionBuilder ToPrevious()
    {
        _target = null;
        _toPrevious = true;
        return this;
    }

    /// <summary>Adds a condition without which the transition is not taken.</summary>
    public TransitionBuilder When(Func<WorkflowContext, bool> guard)
    {
        _guards.Add(guard);
        return this;
    }

    public TransitionBuilder Do(Func<WorkflowContext, Task> action)
    {
        _actions.Add(action);
        return this;
    }

    public TransitionBuilder Do(Action<WorkflowContext> action)
    {
        _actions.Add(context =>
        {
            action(context);
            return Task.CompletedTask;
        });
        return this;
    }

    internal TransitionDefinition Build() => new(_eventName, _target, _toPrevious, [.. _guards], [.. _actions]);
}
