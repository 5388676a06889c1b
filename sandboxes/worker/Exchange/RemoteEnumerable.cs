using System.Collections;
using Eval.Checking;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>A sequence of the other side: read item by item where it makes them, at once where it has them.</summary>
internal class RemoteEnumerable<T> : IEnumerable<T>, IRemote
{
    public Handle? Handle { get; set; }

    public IEnumerator<T> GetEnumerator()
    {
        var reply = Caller.Ask(Handle!.Peer, Handle.Id, Served.Items, typeof(T));
        return Caller.Guarded<IEnumerator<T>>(() => reply.Byte() == 0
            ? new RemoteEnumerator<T> { Handle = new Handle(Handle.Peer, reply.Id()) }
            : reply.Items(typeof(T)).Select(item => item is null ? default! : (T)item).GetEnumerator());
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() =>
        (string?)Caller.Ask(Handle!.Peer, Handle.Id, Served.String, typeof(string)).Value(typeof(string)) ?? "";

    protected TResult Get<TResult>(Type face, string name, Type[] types, params object?[] arguments) =>
        Caller.Call(Handle!.Peer, Handle.Id, face, name, [], types, arguments, typeof(TResult)).Result is { } value
            ? (TResult)value : default!;
}
