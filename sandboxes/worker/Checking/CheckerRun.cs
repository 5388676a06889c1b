using Eval.Checking;
using Eval.Runtime;
using Eval.Sandboxes.Worker.Driving;
using Eval.Sandboxes.Worker.Exchange;
using Eval.Sandboxes.Worker.Frames;

namespace Eval.Sandboxes.Worker.Checking;

/// <summary>Runs the tests of one answer, which another process holds.</summary>
internal sealed class CheckerRun(Stream frames, Channel channel, LoadedTests loaded)
{
    private const int StackBytes = 16 << 20;
    private const long MaxLeftBytes = 128 << 20;

    /// <summary>
    /// What is not of objects, types that an answer named for instance, stays for good: other tests must still have room beside it.
    /// </summary>
    private const long MaxResidentBytes = 384 << 20;

    private static readonly TimeSpan IdleTime = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs tests and waits until they are to rest; returns whether nothing of them is left.</summary>
    public bool Run(byte[] assembly)
    {
        Peer? peer = null;
        using var printed = new PrintedLines(channel);
        var hasEnded = false;
        // A thread of its own: what tests set for their thread, a culture for instance, is gone with it.
        var thread = new Thread(
            () =>
            {
                try
                {
                    peer = Begin(assembly, printed, out var tests);
                    Driver.Run(tests, assembly);
                    hasEnded = true;
                }
                catch (Exception e)
                {
                    printed.Flush();
                    channel.Fault(e);
                }
            },
            StackBytes);
        thread.Start();
        thread.Join();
        if (!hasEnded)
        {
            return false;
        }

        if (Remote.IsEqualityByAnswer)
        {
            channel.EqualityByAnswer();
        }

        printed.Flush();
        channel.End();
        return peer!.Rest() && IsNothingLeft();
    }

    private Peer Begin(byte[] assembly, TextWriter printed, out System.Reflection.Assembly tests)
    {
        tests = loaded.Load(assembly);
        var side = new CheckerSide(tests, text =>
        {
            channel.Missing(text);
            Thread.Sleep(Timeout.Infinite);
        });
        var peer = new Peer(frames, channel.Relay, side, sign: 1);
        side.Named = peer.Names;
        Remote.Begin(peer);
        Checks.Objection = () => ViolationException.First;
        Console.SetIn(TextReader.Null);
        Console.SetOut(printed);
        Console.SetError(printed);
        peer.Start();
        return peer;
    }

    /// <summary>What goes on by itself could meet the next tests, and so could what is noted of these for good.</summary>
    private static bool IsNothingLeft() => Timer.ActiveCount == 0 && SpinWait.SpinUntil(IsIdle, IdleTime) && Timer.ActiveCount == 0
        && ViolationException.First is null
        && Environment.WorkingSet < MaxResidentBytes
        && (GC.GetTotalMemory(forceFullCollection: false) < MaxLeftBytes || GC.GetTotalMemory(forceFullCollection: true) < MaxLeftBytes);

    /// <summary>
    /// Whether nothing waits for the pool's threads, or runs there: that would print, fail or use time among the next tests.
    /// </summary>
    private static bool IsIdle()
    {
        ThreadPool.GetMaxThreads(out var all, out _);
        ThreadPool.GetAvailableThreads(out var free, out _);
        return free == all && ThreadPool.PendingWorkItemCount == 0;
    }
}
