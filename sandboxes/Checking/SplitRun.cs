using System.Security.Cryptography;
using Eval.Sandboxes.Processes;
using Eval.Sandboxes.Worker.Frames;

namespace Eval.Sandboxes.Checking;

/// <summary>
/// Runs an answer in one process and its tests in another, and passes on what they say to each other. What the answer's process says is the
/// answer's; only the tests' process reports checks.
/// </summary>
internal sealed class SplitRun(WorkerProcess answer, CheckerWorker checker, ResourceLimits limits)
{
    /// <summary>The most bytes of all that an answer may hand over; the tests' process must be able to hold it.</summary>
    private const long MaxAnswerBytes = 32 << 20;

    private const int MaxFrameBytes = 64 << 20;
    private const int KeptOutputBytes = 64 << 10;
    private const int MaxCheckerCpuFactor = 2;
    private const long CheckerMemoryBytes = 1536L << 20;
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private readonly WorkerProcess _checker = checker.Worker;
    private readonly byte[] _answerNonce = RandomNumberGenerator.GetBytes(Frame.NonceLength);
    private readonly byte[] _checkerNonce = RandomNumberGenerator.GetBytes(Frame.NonceLength);
    private readonly WorkerRun _run = new();
    private bool _isClosed;

    /// <summary>Whether the process of the tests can run others.</summary>
    public bool IsCheckerResting { get; private set; }

    /// <summary>What the process of the tests may use: it holds what the answer hands over beside its own.</summary>
    public static ResourceLimits CheckerLimits(ResourceLimits limits) =>
        limits with { CpuTime = (MaxCheckerCpuFactor + 1) * limits.CpuTime, MemoryBytes = CheckerMemoryBytes };

    public async Task<WorkerRun> RunAsync(byte[] assembly, CheckerProgram tests, bool isRepeated, CancellationToken ct)
    {
        var answerPrints = new BoundedText(KeptOutputBytes);
        var printing = answerPrints.ReadAsync(answer.Printed);
        var meters = (Answer: new ProcessorMeter(answer.Id), Checker: new ProcessorMeter(_checker.Id));
        var clock = TimeProvider.System.GetTimestamp();
        // On threads of their own: what is passed on is waited for, and a wait that others share takes several times as long.
        Task[] pumps = [OnThread(() => PumpAnswer(assembly)), OnThread(() => PumpChecker(tests.Assembly))];
        await WatchAsync(Task.WhenAny(pumps), meters, clock, isRepeated, ct);
        bool isOver;
        lock (_run)
        {
            _isClosed = true;
            _run.CpuTime = meters.Answer.CpuTime() ?? _run.CpuTime;
            _run.Duration = TimeProvider.System.GetElapsedTime(clock);
            isOver = _run.IsEnded || _run.IsCheckerLost || _run.HitWallLimit || _run.HitCpuLimit || ct.IsCancellationRequested;
        }

        _run.ExitCode = await answer.EndAsync(isOver);
        var mayRest = _run.IsComplete && tests.LeavesNoTrace;
        if (!mayRest)
        {
            _run.CheckerExitCode = await _checker.EndAsync(kill: !_run.IsCheckerLost);
        }

        var all = Task.WhenAll([printing, .. pumps]);
        await Task.WhenAny(all, Task.Delay(EndTime, CancellationToken.None));
        // Only where nothing is passed on any more: what the answer said last would meet other tests.
        IsCheckerResting = mayRest && all.IsCompletedSuccessfully && await _checker.RestAsync(_checkerNonce);
        ct.ThrowIfCancellationRequested();
        _run.Output = _run.PrintedByTests + (mayRest ? "" : await checker.LastWordsAsync()) + answerPrints;
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
        answer.Send(Frame.Write(_answerNonce, FrameKind.Host, WorkerProcess.Body(assembly, limits, answer.Processes(limits))));
        long left = MaxAnswerBytes;
        var hasBegun = false;
        while (Frame.Read(answer.Frames, MaxFrameBytes) is { } frame && CryptographicOperations.FixedTimeEquals(frame.Nonce, _answerNonce))
        {
            switch (frame.Kind)
            {
                case FrameKind.Message when (left -= frame.Body.Length) >= 0:
                    _checker.Send(Frame.Write(_checkerNonce, FrameKind.Message, frame.Body));
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

    private void PumpChecker(byte[] tests)
    {
        _checker.Send(Frame.Write(_checkerNonce, FrameKind.Check,
            WorkerProcess.Body(tests, CheckerLimits(limits), _checker.Processes(limits))));
        while (Frame.Read(_checker.Frames, MaxFrameBytes) is { } frame
            && CryptographicOperations.FixedTimeEquals(frame.Nonce, _checkerNonce))
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
            _run.IsCheckerLost |= !_isClosed;
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
    /// Looks at both from time to time. The answer's processor time decides; the tests may use as much again and more. The clock is theirs
    /// together, without the time in which others had the processor.
    /// </summary>
    private async Task WatchAsync(Task exchange, (ProcessorMeter Answer, ProcessorMeter Checker) meters, long clock, bool isRepeated,
        CancellationToken ct)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var pause = LookEvery < limits.WallTime ? LookEvery : limits.WallTime;
        while (await Task.WhenAny(exchange, Task.Delay(pause, done.Token)) != exchange && !ct.IsCancellationRequested)
        {
            var elapsed = TimeProvider.System.GetElapsedTime(clock);
            _run.CpuTime = meters.Answer.CpuTime() ?? _run.CpuTime;
            if (_run.CpuTime >= limits.CpuTime || meters.Checker.CpuTime() >= MaxCheckerCpuFactor * limits.CpuTime)
            {
                _run.HitCpuLimit = true;
                return;
            }

            if (elapsed < limits.WallTime)
            {
                continue;
            }

            var (own, tests) = (meters.Answer.Read(), meters.Checker.Read());
            var use = new ProcessorUse((own?.CpuTime ?? TimeSpan.Zero) + (tests?.CpuTime ?? TimeSpan.Zero),
                (own?.Waited ?? TimeSpan.Zero) + (tests?.Waited ?? TimeSpan.Zero));
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
