using System.Collections;
using Eval.Checking;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>An enumerator of the other side.</summary>
internal sealed class RemoteEnumerator<T> : IEnumerator<T>, IRemote
{
    public Handle? Handle { get; set; }

    public T Current { get; private set; } = default!;

    object? IEnumerator.Current => Current;

    public bool MoveNext()
    {
        var reply = Caller.Ask(Handle!.Peer, Handle.Id, Served.Step, typeof(T));
        var hasNext = false;
        var next = Caller.Guarded(() => (hasNext = reply.Byte() != 0) ? reply.Value(typeof(T)) : null);
        Current = next is null ? default! : (T)next;
        return hasNext;
    }

    public void Reset() => throw new NotSupportedException();

    public void Dispose() => Caller.Call(Handle!.Peer, Handle.Id, typeof(IDisposable), "Dispose", [], [], [], typeof(void));
}
