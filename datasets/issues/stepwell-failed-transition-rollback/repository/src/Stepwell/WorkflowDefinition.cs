using System.Text;

namespace Stepwell;

/// <summary>The states of a workflow. A definition does not change and can serve any number of instances.</summary>
public sealed class WorkflowDefinition
{
    private readonly Dictionary<string, StateDefinition> _states;

    internal WorkflowDefinition(string initialState, IReadOnlyList<StateDefinition> states)
    {
        _states = new Dictionary<string, StateDefinition>(StringComparer.Ordinal);
        foreach (StateDefinition state in states)
        {
            if (!_states.TryAdd(state.Name, state))
            {
                throw new WorkflowDefinitionException($"The state '{state.Name}' is defined twice.");
            }
        }

        InitialState = initialState;
        States = states;
        Validate();
    }

    public string InitialState { get; }

    public IReadOnlyList<StateDefinition> States { get; }

    public StateDefinition GetState(string name) =>
        _states.TryGetValue(name, out StateDefinition? state)
            ? state
            : throw new ArgumentException($"There is no state '{name}'.", nameof(name));

    /// <summary>Describes the workflow in the language of Graphviz.</summary>
    public string ToDot()
    {
        var dot = new StringBuilder("digraph workflow {\n");
        foreach (StateDefinition state in States)
        {
            dot.Append($"  \"{state.Name}\" [shape={(state.IsFinal ? "doublecircle" : "box")}];\n");
            foreach (TransitionDefinition transition in state.Transitions.Where(t => !t.IsToPrevious))
            {
                string guard = transition.Guards.Count > 0 ? " [guarded]" : "";
                dot.Append($"  \"{state.Name}\" -> \"{transition.Target ?? state.Name}\" [label=\"{transition.EventName}{guard}\"];\n");
            }
        }

        return dot.Append("}\n").ToString();
    }

    private void Validate()
    {
        if (!_states.ContainsKey(InitialState))
        {
            throw new WorkflowDefinitionException($"The initial state '{InitialState}' is not defined.");
        }

        foreach (StateDefinition state in States)
        {
            foreach (TransitionDefinition transition in state.Transitions)
            {
                if (transition.Target is { } target && !_states.ContainsKey(target))
                {
                    throw new WorkflowDefinitionException(
                        $"'{transition.EventName}' leads from '{state.Name}' to '{target}', which is not defined.");
                }
            }
        }
    }
}
