using Eval.Sandboxes.Worker.Exchange;

namespace Eval.Judging;

/// <summary>An object of the answer of which nothing but its text is known here. It equals itself alone.</summary>
public sealed class ForeignObject : IRemote
{
    /// <inheritdoc/>
    public Handle? Handle { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Caller.Ask(Handle!.Peer, Handle.Id, Served.String, typeof(string)).Value(typeof(string)) as string ?? "";
}
