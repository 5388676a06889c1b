namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>A collection whose content was read and that a call may change.</summary>
internal sealed class ReadCollection
{
    /// <summary>The collection; null while its items are read.</summary>
    public object? Collection { get; set; }

    /// <summary>Where its items begin in the message.</summary>
    public int Start { get; init; }

    /// <summary>Where they end.</summary>
    public int End { get; set; }
}
