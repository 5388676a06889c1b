using Eval.Sandboxes.Worker.Exchange;

// Stand-ins are generated code that names this by its full name: the namespace is part of what they agree on.
namespace Eval.Checking;

/// <summary>An object of the answer of which nothing but its text is known here. It equals itself alone.</summary>
public sealed class ForeignObject : IRemote
{
    /// <inheritdoc/>
    public Handle? Handle { get; set; }

    /// <inheritdoc/>
    public override string ToString() =>
        Caller.Ask(Handle!.Peer, Handle.Id, Served.String, typeof(string)).Value(typeof(string)) as string ?? "";
}
