using Eval.Checking;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>A stream of the other side.</summary>
internal sealed class RemoteStream : Stream, IRemote
{
    public Handle? Handle { get; set; }

    public override bool CanRead => Get<bool>("get_CanRead");

    public override bool CanSeek => Get<bool>("get_CanSeek");

    public override bool CanWrite => Get<bool>("get_CanWrite");

    public override long Length => Get<long>("get_Length");

    public override long Position
    {
        get => Get<long>("get_Position");
        set => Ask("set_Position", [typeof(long)], [value], typeof(void));
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var part = new byte[count];
        var read = (int)Ask("Read", [typeof(byte[]), typeof(int), typeof(int)], [part, 0, count], typeof(int))!;
        part.AsSpan(0, Math.Clamp(read, 0, count)).CopyTo(buffer.AsSpan(offset));
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count) =>
        Ask("Write", [typeof(byte[]), typeof(int), typeof(int)], [buffer.AsSpan(offset, count).ToArray(), 0, count], typeof(void));

    public override long Seek(long offset, SeekOrigin origin) =>
        (long)Ask("Seek", [typeof(long), typeof(SeekOrigin)], [offset, origin], typeof(long))!;

    public override void SetLength(long value) => Ask("SetLength", [typeof(long)], [value], typeof(void));

    public override void Flush() => Ask("Flush", [], [], typeof(void));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Ask("Close", [], [], typeof(void));
        }

        base.Dispose(disposing);
    }

    private T Get<T>(string name) => (T)Ask(name, [], [], typeof(T))!;

    private object? Ask(string name, Type[] types, object?[] arguments, Type result) =>
        Caller.Call(Handle!.Peer, Handle.Id, typeof(Stream), name, [], types, arguments, result).Result;
}
