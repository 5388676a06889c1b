using System.Diagnostics;
using System.Security.Cryptography;
using Eval.Sandboxes.Roslyn;

namespace Eval.Sandboxes.Judging;

/// <summary>
/// Runs an answer in one process and its tests in another, and passes on what they say to each other. What the answer's process says is the answer's; only the
/// tests' process reports checks.
/// </summary>
internal sealed class SplitRun(Worker answer, Worker judge, ResourceLimits limits)
{
    /// <summary>The most bytes of all that an answer may hand over; the tests' process must be able to hold it.</summary>
    private const long MaxAnswerBytes = 32 << 20;

    private const int MaxFrameBytes = 64 << 20;
    private const int BufferBytes = 64 << 10;
    private const int KeptOutputBytes = 64 << 10;
    private const int MaxJudgeCpuFactor = 2;
    private const long JudgeMemoryBytes = 1536L << 20;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private readonly byte[] _answerNonce = RandomNumberGenerator.GetBytes(Frame.NonceLength);
    private readonly byte[] _judgeNonce = RandomNumberGenerator.GetBytes(Frame.NonceLength);
    private readonly WorkerRun _run = new();
    private bool _isClosed;

    /// <summary>What the process of the tests may use: it holds what the answer hands over beside its own.</summary>
    public static ResourceLimits JudgeLimits(ResourceLimits limits) => limits with { CpuTime = (MaxJudgeCpuFactor + 1) * limits.CpuTime, MemoryBytes = JudgeMemoryBytes };

    public async Task<WorkerRun> RunAsync(byte[] assembly, byte[] tests, bool isRepeated, CancellationToken ct)
    {
        var (answerPrints, judgePrints) = (new BoundedText(KeptOutputBytes), new BoundedText(KeptOutputBytes));
        var printing = Task.WhenAll(answerPrints.ReadAsync(answer.Printed), judgePrints.ReadAsync(judge.Printed));
        var meters = (Answer: new ProcessorMeter(answer.Id), Judge: new ProcessorMeter(judge.Id));
        var clock = Stopwatch.GetTimestamp();
        // On threads of their own: what is passed on is waited for, and a wait that others share takes several times as long.
        Task[] pumps = [OnThread(() => PumpAnswer(assembly)), OnThread(() => PumpJudge(tests))];
        await WatchAsync(Task.WhenAny(pumps), meters, clock, isRepeated, ct);
        bool isOver;
        lock (_run)
        {
            _isClosed = true;
            _run.CpuTime = meters.Answer.CpuTime() ?? _run.CpuTime;
            _run.Duration = Stopwatch.GetElapsedTime(clock);
            isOver = _run.IsEnded || _run.IsJudgeLost || _run.HitWallLimit || _run.HitCpuLimit || ct.IsCancellationRequested;
        }

        _run.ExitCode = await answer.EndAsync(isOver);
        _run.JudgeExitCode = await judge.EndAsync(kill: !_run.IsJudgeLost);
        await Task.WhenAny(Task.WhenAll([printing, .. pumps]), Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None));
        ct.ThrowIfCancellationRequested();
        _run.Output = judgePrints.ToString() + answerPrints;
        return _run;
    }

    private static Task OnThread(Action work) => Task.Factory.StartNew(
        () =>
        {
            try
            {
                work();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
            {
                // One of them is gone, which its end says.
            }
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void PumpAnswer(byte[] assembly)
    {
        answer.Send(Frame.Write(_answerNonce, FrameKind.Host, Worker.Body(assembly, limits, answer.Processes(limits))));
        using var frames = new BufferedStream(answer.Frames, BufferBytes);
        long left = MaxAnswerBytes;
        var hasBegun = false;
        while (Frame.Read(frames, MaxFrameBytes) is { } frame && CryptographicOperations.FixedTimeEquals(frame.Nonce, _answerNonce))
        {
            switch (frame.Kind)
            {
                case FrameKind.Message when (left -= frame.Body.Length) >= 0:
                    judge.Send(Frame.Write(_judgeNonce, FrameKind.Message, frame.Body));
                    break;
                case FrameKind.Message:
                    Take(FrameKind.TooMuch, []);
                    return;
                case FrameKind.Begun:
                    hasBegun = true;
                    break;
                case FrameKind.Broken when hasBegun:
                    // From here on this process is the answer's: it cannot say that the sandbox failed.
                    return;
                case FrameKind.Broken or FrameKind.TooMuch or FrameKind.Fault:
                    Take(frame.Kind, frame.Body);
                    return;
                default:
                    return;
            }
        }
    }

    private void PumpJudge(byte[] tests)
    {
        judge.Send(Frame.Write(_judgeNonce, FrameKind.Judge, Worker.Body(tests, JudgeLimits(limits), judge.Processes(limits))));
        using var frames = new BufferedStream(judge.Frames, BufferBytes);
        while (Frame.Read(frames, MaxFrameBytes) is { } frame && CryptographicOperations.FixedTimeEquals(frame.Nonce, _judgeNonce))
        {
            if (frame.Kind == FrameKind.Message)
            {
                // Where the answer's process is gone, this ends; its end says why.
                answer.Send(Frame.Write(_answerNonce, FrameKind.Message, frame.Body));
            }
            else if (Take(frame.Kind, frame.Body))
            {
                return;
            }
        }

        lock (_run)
        {
            _run.IsJudgeLost |= !_isClosed;
        }
    }

    /// <summary>Takes a frame; returns whether it is the last.</summary>
    private bool Take(byte kind, byte[] body)
    {
        lock (_run)
        {
            return _isClosed || _run.Take(kind, body);
        }
    }

    /// <summary>
    /// Looks at both from time to time. The answer's processor time decides; the tests may use as much again and more. The clock is theirs together, without
    /// the time in which others had the processor.
    /// </summary>
    private async Task WatchAsync(Task exchange, (ProcessorMeter Answer, ProcessorMeter Judge) meters, long clock, bool isRepeated, CancellationToken ct)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var pause = LookEvery < limits.WallTime ? LookEvery : limits.WallTime;
        while (await Task.WhenAny(exchange, Task.Delay(pause, done.Token)) != exchange && !ct.IsCancellationRequested)
        {
            var elapsed = Stopwatch.GetElapsedTime(clock);
            _run.CpuTime = meters.Answer.CpuTime() ?? _run.CpuTime;
            if (_run.CpuTime >= limits.CpuTime || meters.Judge.CpuTime() >= MaxJudgeCpuFactor * limits.CpuTime)
            {
                _run.HitCpuLimit = true;
                return;
            }

            if (elapsed < limits.WallTime)
            {
                continue;
            }

            var (own, tests) = (meters.Answer.Read(), meters.Judge.Read());
            var use = new ProcessorUse((own?.CpuTime ?? TimeSpan.Zero) + (tests?.CpuTime ?? TimeSpan.Zero), (own?.Waited ?? TimeSpan.Zero) + (tests?.Waited ?? TimeSpan.Zero));
            _run.ProcessorWait = use.Waited;
            if (!isRepeated || ClockLimit.IsOver(elapsed, use, limits))
            {
                _run.HitWallLimit = true;
                return;
            }
        }

        await done.CancelAsync();
    }
}
