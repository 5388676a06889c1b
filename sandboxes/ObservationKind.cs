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

    /// <summary>A value was compared with several, of which the harness knows the expected one.</summary>
    Canary,
}
