using System.Runtime.Loader;
using System.Text;
using Eval.Sandboxes.Worker.Confinement;
using Eval.Sandboxes.Worker.Exchange;
using Eval.Sandboxes.Worker.Frames;

namespace Eval.Sandboxes.Worker.Hosting;

/// <summary>Holds an answer whose tests run in another process.</summary>
internal static class HostRun
{
    private const int BufferBytes = 64 << 10;

    /// <summary>Serves calls, on this thread, until there are no more.</summary>
    public static void Run(Stream input, Channel channel, byte[] assembly, long maxBytes)
    {
        var answer = AssemblyLoadContext.Default.LoadFromStream(new MemoryStream(assembly, writable: false));
        SystemCallFilter.RefuseSharedMemory();
        var side = new HostedAnswer(new AnswerTypes(answer), maxBytes, channel);
        var peer = new Peer(new BufferedStream(input, BufferBytes), channel.Relay, side, sign: -1);
        side.Named = peer.Names;
        Console.SetOut(TextWriter.Synchronized(new PrintedWriter(side)));
        peer.Read();
    }

    private sealed class PrintedWriter(AnswerSide side) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => side.Take([value]);

        public override void Write(ReadOnlySpan<char> buffer) => side.Take(buffer);

        public override void Write(string? value) => side.Take(value);

        public override void Write(char[] buffer, int index, int count) => side.Take(buffer.AsSpan(index, count));
    }

    private sealed class HostedAnswer(AnswerTypes answer, long maxBytes, Channel channel) : AnswerSide(answer, maxBytes)
    {
        public override void Exceed() => channel.TooMuch();
    }
}
