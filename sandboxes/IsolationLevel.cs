namespace Eval.Sandboxes;

/// <summary>What separates an answer from the machine, from weak to strong.</summary>
public enum IsolationLevel
{
    /// <summary>A process of its own with resource limits; contains accidents, not malice.</summary>
    Process,

    /// <summary>A single-use process in namespaces of its own: no network, no files but its own, no view of other processes.</summary>
    Bubblewrap,

    /// <summary>A locked-down container.</summary>
    Container,
}
