using System.Text;
using Eval.Sandboxes.Roslyn;

namespace Eval.Sandboxes.Worker;

/// <summary>Where the worker reports. Only frames that carry the nonce count, and without an end frame nothing passes.</summary>
internal sealed class Channel(Stream stream, byte[] nonce, long maxBytes)
{
    private readonly Lock _gate = new();
    private long _written;

    public long Left => maxBytes - Interlocked.Read(ref _written);

    public void Report(byte kind, int check, string text, string? message = null)
    {
        var parts = Encoding.UTF8.GetBytes(message is null ? text : text + "\0" + message);
        var body = new byte[sizeof(int) + parts.Length];
        BitConverter.TryWriteBytes(body, check);
        parts.CopyTo(body, sizeof(int));
        Send(kind, body);
    }

    /// <summary>Tells that the answer is loaded next.</summary>
    public void Begun() => Send(FrameKind.Begun, []);

    public void End() => Send(FrameKind.End, []);

    public void Fault(Exception exception) => Send(FrameKind.Fault, Encoding.UTF8.GetBytes(ExceptionText.Types(exception) + "\0" + ExceptionText.Message(exception)));

    /// <summary>Tells that the worker itself failed, before it ran anything of the answer.</summary>
    public void Broken(Exception exception) => Send(FrameKind.Broken, Encoding.UTF8.GetBytes($"{exception.GetType().Name}: {exception.Message}"));

    /// <summary>Tells that more was returned than allowed.</summary>
    public void TooMuch() => Send(FrameKind.TooMuch, []);

    /// <summary>Passes a message on to the other process.</summary>
    public void Relay(byte[] message)
    {
        lock (_gate)
        {
            stream.Write(Frame.Write(nonce, FrameKind.Message, message));
        }
    }

    /// <summary>Tells that the answer has no member that the tests call.</summary>
    public void Missing(string text) => Send(FrameKind.Missing, Encoding.UTF8.GetBytes(text));

    /// <summary>Tells what the tests print.</summary>
    public void Printed(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        lock (_gate)
        {
            stream.Write(Frame.Write(nonce, FrameKind.Printed, bytes));
        }
    }

    /// <summary>Tells that nothing of these tests is left and that others can run here.</summary>
    public void Ready() => Send(FrameKind.Ready, []);

    /// <summary>Tells that no others can run here, so that nobody waits.</summary>
    public void Spent() => Send(FrameKind.Spent, []);

    /// <summary>Tells that code of the answer decided on some equality.</summary>
    public void EqualityByAnswer() => Send(FrameKind.EqualityByAnswer, []);

    private void Send(byte kind, byte[] body)
    {
        lock (_gate)
        {
            if (Interlocked.Add(ref _written, body.Length) > maxBytes && kind is not (FrameKind.TooMuch or FrameKind.Fault or FrameKind.Broken or FrameKind.End))
            {
                kind = FrameKind.TooMuch;
                body = [];
            }

            stream.Write(Frame.Write(nonce, kind, body));
        }
    }
}
