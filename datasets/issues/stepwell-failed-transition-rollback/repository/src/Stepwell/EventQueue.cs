using System.Diagnostics.CodeAnalysis;

namespace Stepwell;

/// <summary>The events that wait to be processed, first in first out.</summary>
internal sealed class EventQueue
{
    private readonly Queue<WorkflowEvent> _waiting = new();

    public int Count => _waiting.Count;

    public void Enqueue(WorkflowEvent workflowEvent) => _waiting.Enqueue(workflowEvent);

    public bool TryDequeue([NotNullWhen(true)] out WorkflowEvent? workflowEvent) =>
        _waiting.TryDequeue(out workflowEvent);

    public IReadOnlyList<WorkflowEvent> Snapshot() => _waiting.ToArray();
}
