using Eval.Checking;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>A reader of the other side.</summary>
internal sealed class RemoteTextReader : TextReader, IRemote
{
    public Handle? Handle { get; set; }

    public override int Peek() => (int)Caller.Call(Handle!.Peer, Handle.Id, typeof(TextReader), "Peek", [], [], [], typeof(int)).Result!;

    public override int Read() => (int)Caller.Call(Handle!.Peer, Handle.Id, typeof(TextReader), "Read", [], [], [], typeof(int)).Result!;

    public override string? ReadLine() =>
        (string?)Caller.Call(Handle!.Peer, Handle.Id, typeof(TextReader), "ReadLine", [], [], [], typeof(string)).Result;

    public override string ReadToEnd() =>
        (string)Caller.Call(Handle!.Peer, Handle.Id, typeof(TextReader), "ReadToEnd", [], [], [], typeof(string)).Result!;
}
