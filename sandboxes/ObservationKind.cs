namespace Eval.Sandboxes;

/// <summary>The kinds of observation.</summary>
public enum ObservationKind
{
    /// <summary>A call returned; the value is compared by the harness.</summary>
    Value,

    /// <summary>A call threw.</summary>
    Exception,

    /// <summary>An assertion held.</summary>
    Held,

    /// <summary>An assertion failed.</summary>
    Failed,
}
