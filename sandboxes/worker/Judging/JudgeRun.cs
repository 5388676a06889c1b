using System.Runtime.Loader;
using Eval.Judging;
using Eval.Runtime;
using Eval.Sandboxes.Roslyn;
using Eval.Sandboxes.Worker.Exchange;

namespace Eval.Sandboxes.Worker.Judging;

/// <summary>Runs tests whose calls go to an answer in another process.</summary>
internal static class JudgeRun
{
    public static void Run(Stream input, Channel channel, ReadOnlyMemory<byte> assembly)
    {
        var tests = AssemblyLoadContext.Default.LoadFromStream(new MemoryStream(assembly.ToArray(), writable: false));
        var side = new JudgeSide(tests, text =>
        {
            channel.Missing(text);
            Thread.Sleep(Timeout.Infinite);
        });
        var peer = new Peer(input, channel.Relay, side, sign: 1);
        side.Named = peer.Names;
        Remote.Peer = peer;
        Checks.Objection = () => ViolationException.First;
        peer.Start();
        Driver.Run(tests);
        if (Remote.IsEqualityByAnswer)
        {
            channel.EqualityByAnswer();
        }
    }
}
