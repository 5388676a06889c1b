using System.Runtime.CompilerServices;

namespace Eval.Sandboxes.Worker.Frames;

/// <summary>Where the worker reports. Only frames that carry the nonce count, and without an end frame nothing passes.</summary>
/// <remarks>Every answer pays for what this loads: methods that exclude each other load no type of locks, which takes a
/// millisecond.</remarks>
internal sealed class Channel(Stream stream, byte[] nonce, long maxBytes)
{
    private long _written;

    public long Left
    {
        [MethodImpl(MethodImplOptions.Synchronized)]
        get => maxBytes - _written;
    }

    public void Report(byte kind, int check, string text, string? message = null)
    {
        var parts = Utf8Text.Bytes(message is null ? text : text + "\0" + message);
        var body = new byte[sizeof(int) + parts.Length];
        BitConverter.TryWriteBytes(body, check);
        parts.CopyTo(body, sizeof(int));
        Send(kind, body);
    }

    /// <summary>Tells that the answer is loaded next.</summary>
    public void Begun() => Send(FrameKind.Begun, []);

    public void End() => Send(FrameKind.End, []);

    public void Fault(Exception exception) =>
        Send(FrameKind.Fault, Utf8Text.Bytes(ExceptionText.Types(exception) + "\0" + ExceptionText.Message(exception)));

    /// <summary>Tells that the worker itself failed, before it ran anything of the answer.</summary>
    public void Broken(Exception exception) => Send(FrameKind.Broken, Utf8Text.Bytes($"{exception.GetType().Name}: {exception.Message}"));

    /// <summary>Tells that more was returned than allowed.</summary>
    public void TooMuch() => Send(FrameKind.TooMuch, []);

    /// <summary>Passes a message on to the other process.</summary>
    [MethodImpl(MethodImplOptions.Synchronized)]
    public void Relay(byte[] message) => stream.Write(Frame.Write(nonce, FrameKind.Message, message));

    /// <summary>Tells that the answer has no member that the tests call.</summary>
    public void Missing(string text) => Send(FrameKind.Missing, Utf8Text.Bytes(text));

    /// <summary>Tells what the tests print.</summary>
    [MethodImpl(MethodImplOptions.Synchronized)]
    public void Printed(string text) => stream.Write(Frame.Write(nonce, FrameKind.Printed, Utf8Text.Bytes(text)));

    /// <summary>Tells that nothing of these tests is left and that others can run here.</summary>
    public void Ready() => Send(FrameKind.Ready, []);

    /// <summary>Tells that no others can run here, so that nobody waits.</summary>
    public void Spent() => Send(FrameKind.Spent, []);

    /// <summary>Tells that code of the answer decided on some equality.</summary>
    public void EqualityByAnswer() => Send(FrameKind.EqualityByAnswer, []);

    [MethodImpl(MethodImplOptions.Synchronized)]
    private void Send(byte kind, byte[] body)
    {
        _written += body.Length;
        if (_written > maxBytes && kind is not (FrameKind.TooMuch or FrameKind.Fault or FrameKind.Broken or FrameKind.End))
        {
            kind = FrameKind.TooMuch;
            body = [];
        }

        stream.Write(Frame.Write(nonce, kind, body));
    }
}
