using Eval.Sandboxes.Worker.Exchange;

// Stand-ins are generated code that names this by its full name: the namespace is part of what they agree on.
namespace Eval.Checking;

/// <summary>An object of the other side.</summary>
public sealed class Handle
{
    internal Handle(Peer peer, long id)
    {
        Peer = peer;
        Id = id;
    }

    internal Peer Peer { get; }

    internal long Id { get; }
}
