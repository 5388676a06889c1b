namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>What a message between checker and answer is.</summary>
internal enum MessageKind : byte
{
    /// <summary>A call of a member.</summary>
    Call,

    /// <summary>What a call returned.</summary>
    Returned,

    /// <summary>What a call threw.</summary>
    Threw,

    /// <summary>The answer has no such member.</summary>
    Missing,

    /// <summary>A task ended.</summary>
    Ended,

    /// <summary>A token was cancelled.</summary>
    Cancelled,

    /// <summary>Text that the answer printed.</summary>
    Printed,
}
