using System.Text;
using Eval.Checking;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>A writer of the other side.</summary>
internal sealed class RemoteTextWriter : TextWriter, IRemote
{
    public Handle? Handle { get; set; }

    public override Encoding Encoding => Encoding.Unicode;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value) =>
        Caller.Call(Handle!.Peer, Handle.Id, typeof(TextWriter), "Write", [], [typeof(string)], [value], typeof(void));

    public override void WriteLine(string? value) =>
        Caller.Call(Handle!.Peer, Handle.Id, typeof(TextWriter), "WriteLine", [], [typeof(string)], [value], typeof(void));

    public override void Flush() => Caller.Call(Handle!.Peer, Handle.Id, typeof(TextWriter), "Flush", [], [], [], typeof(void));
}
