using Eval.Runtime;
using Eval.Sandboxes.Worker.Confinement;
using Eval.Sandboxes.Worker.Frames;

namespace Eval.Sandboxes.Worker.Judging;

/// <summary>
/// Serves the tests of one answer after another, because a process that has run tests before needs a tenth of the time: as long as none of them leaves
/// anything behind that others could see.
/// </summary>
internal sealed class JudgeProcess(Stream input, Stream output)
{
    private const int MaxRuns = 200;
    private const int BufferBytes = 64 << 10;

    /// <summary>Serves orders until there are no more, or something is left behind; the host ends this process.</summary>
    public void Serve(Frame first)
    {
        using var frames = new BufferedStream(input, BufferBytes);
        var tests = new LoadedTests();
        var order = first;
        for (var runs = 1; order is { Kind: FrameKind.Judge }; runs++)
        {
            var limits = WorkerLimits.Read(order.Body, out var assembly);
            var channel = new Channel(output, order.Nonce, limits.OutputBytes);
            try
            {
                if (runs == 1)
                {
                    limits.Apply(isRepeated: true);
                }

                Checks.Open(channel);
                channel.Begun();
            }
            catch (Exception e)
            {
                channel.Broken(e);
                break;
            }

            if (!new JudgeRun(frames, channel, tests).Run(assembly) || runs == MaxRuns)
            {
                channel.Spent();
                break;
            }

            channel.Ready();
            order = Frame.Read(frames, int.MaxValue / 2);
        }

        Thread.Sleep(Timeout.Infinite);
    }
}
