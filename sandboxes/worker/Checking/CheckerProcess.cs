using Eval.Runtime;
using Eval.Sandboxes.Worker.Confinement;
using Eval.Sandboxes.Worker.Frames;

namespace Eval.Sandboxes.Worker.Checking;

/// <summary>
/// Serves the tests of one answer after another, because a process that has run tests before needs a tenth of the time: as long as none of
/// them leaves anything behind that others could see.
/// </summary>
internal sealed class CheckerProcess(Stream input, Stream output)
{
    private const int MaxRuns = 200;
    private const int BufferBytes = 64 << 10;

    /// <summary>Serves requests until there are no more, or something is left behind; the host ends this process.</summary>
    public void Serve(Frame first)
    {
        using var frames = new BufferedStream(input, BufferBytes);
        var tests = new LoadedTests();
        var request = first;
        for (var runs = 1; request is { Kind: FrameKind.Check }; runs++)
        {
            var limits = WorkerLimits.Read(request.Body, out var assembly);
            var channel = new Channel(output, request.Nonce, limits.OutputBytes);
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

            if (!new CheckerRun(frames, channel, tests).Run(assembly) || runs == MaxRuns)
            {
                channel.Spent();
                break;
            }

            channel.Ready();
            request = Frame.Read(frames, int.MaxValue / 2);
        }

        Thread.Sleep(Timeout.Infinite);
    }
}
