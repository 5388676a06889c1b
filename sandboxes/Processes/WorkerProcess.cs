using System.Security.Cryptography;
using Eval.Sandboxes.Worker.Frames;

namespace Eval.Sandboxes.Processes;

/// <summary>One single-use worker process: started ahead of time, given one assembly, killed.</summary>
internal sealed class WorkerProcess : IDisposable
{
    /// <summary>Stands for the exit code of a process that did not leave when it said nothing more that counts.</summary>
    public const int LivedOn = -1;

    private const int KeptOutputBytes = 64 << 10;
    private const int MaxStarts = 3;
    private const int BufferBytes = 64 << 10;
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RestTime = TimeSpan.FromSeconds(1);

    /// <summary>Most answers are done before anybody looks.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    private readonly ChildProgram _process;
    private readonly IsolationLevel _isolation;
    private readonly Lazy<BufferedStream> _frames;

    private WorkerProcess(ChildProgram process, IsolationLevel isolation)
    {
        _process = process;
        _isolation = isolation;
        _frames = new Lazy<BufferedStream>(() => new BufferedStream(process.Output, BufferBytes));
    }

    /// <summary>The process that was started.</summary>
    public int Id => _process.Id;

    /// <summary>What it prints.</summary>
    public Stream Printed => _process.Error;

    /// <summary>What it says in frames.</summary>
    public Stream Frames => _frames.Value;

    public bool IsAlive => !_process.HasEnded;

    /// <summary>
    /// Starts a worker as <see cref="StartAsync"/> does. One that does not come up on a machine that is full of other work is tried again.
    /// </summary>
    public static async Task<WorkerProcess> StartWithRetriesAsync(ProgramLauncher launcher, long heapBytes, CancellationToken ct)
    {
        for (var starts = 1; ; starts++)
        {
            try
            {
                return await StartAsync(launcher, heapBytes, ct);
            }
            catch (SandboxUnavailableException) when (starts < MaxStarts)
            {
                // Tried again.
            }
        }
    }

    /// <summary>Starts a worker and waits until it is warm.</summary>
    public static async Task<WorkerProcess> StartAsync(ProgramLauncher launcher, long heapBytes, CancellationToken ct)
    {
        var worker = new WorkerProcess(launcher.Start("worker", heapBytes), launcher.Isolation);
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
            timeout.CancelAfter(StartTime);
            if (await Frame.ReadAsync(worker._process.Output, 0, timeout.Token) is { Kind: FrameKind.Ready })
            {
                return worker;
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Said below.
        }
        catch
        {
            worker.Dispose();
            throw;
        }

        worker._process.Kill();
        using var errors = new StreamReader(worker._process.Error);
        var said = (await errors.ReadToEndAsync(CancellationToken.None)).Trim();
        worker.Dispose();
        throw new SandboxUnavailableException($"A worker does not start{(said.Length > 0 ? ": " + said : ".")}");
    }

    /// <summary>Writes what a worker is told: its limits and the assembly.</summary>
    public static byte[] Body(byte[] assembly, ResourceLimits limits, int processes)
    {
        var body = new byte[5 * sizeof(long) + assembly.Length];
        long[] numbers =
        [
            Math.Max(1, (long)Math.Ceiling(limits.CpuTime.TotalSeconds)),
            limits.MemoryBytes,
            limits.OutputBytes,
            limits.OutputBytes,
            processes,
        ];
        Buffer.BlockCopy(numbers, 0, body, 0, numbers.Length * sizeof(long));
        assembly.CopyTo(body, numbers.Length * sizeof(long));
        return body;
    }

    /// <summary>Runs one answer, the only one of this worker.</summary>
    /// <param name="assembly">The answer with its driver.</param>
    /// <param name="limits">What it may use.</param>
    /// <param name="isRepeated">Whether it was starved before, so that its clock stands still while others have the processor.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<WorkerRun> RunAsync(byte[] assembly, ResourceLimits limits, bool isRepeated, CancellationToken ct)
    {
        DeviceTimes.Renew();
        var nonce = RandomNumberGenerator.GetBytes(Frame.NonceLength);
        var printed = new BoundedText(KeptOutputBytes);
        var run = new WorkerRun();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var printing = printed.ReadAsync(_process.Error);
        var meter = new ProcessorMeter(_process.Id);
        var clock = TimeProvider.System.GetTimestamp();
        var exchange = ExchangeAsync(nonce, assembly, limits, run, stop.Token);
        await WatchAsync(exchange, meter, clock, run, limits, isRepeated);
        run.CpuTime = meter.CpuTime() ?? run.CpuTime;
        run.Duration = TimeProvider.System.GetElapsedTime(clock);
        await stop.CancelAsync();
        try
        {
            await exchange;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // A limit ended it, which is said below.
        }
        catch (IOException)
        {
            // The worker is gone; what it reported until then counts, and there was no end frame.
        }

        run.ExitCode = await EndAsync(run.IsEnded || run.HitWallLimit || run.HitCpuLimit);
        await Task.WhenAny(printing, Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None));
        run.Output = printed.ToString();
        return run;
    }

    /// <summary>Looks at the answer from time to time until it is done or one of its times is used up.</summary>
    private static async Task WatchAsync(Task exchange, ProcessorMeter meter, long clock, WorkerRun run, ResourceLimits limits,
        bool isRepeated)
    {
        using var done = new CancellationTokenSource();
        var pause = LookEvery < limits.WallTime ? LookEvery : limits.WallTime;
        while (await Task.WhenAny(exchange, Task.Delay(pause, done.Token)) != exchange)
        {
            var elapsed = TimeProvider.System.GetElapsedTime(clock);
            run.CpuTime = meter.CpuTime() ?? run.CpuTime;
            if (run.CpuTime >= limits.CpuTime)
            {
                run.HitCpuLimit = true;
                return;
            }

            if (elapsed < limits.WallTime)
            {
                continue;
            }

            var use = meter.Read();
            run.ProcessorWait = use?.Waited;
            if (!isRepeated || ClockLimit.IsOver(elapsed, use, limits))
            {
                run.HitWallLimit = true;
                return;
            }
        }

        await done.CancelAsync();
    }

    private async Task ExchangeAsync(byte[] nonce, byte[] assembly, ResourceLimits limits, WorkerRun run, CancellationToken ct)
    {
        await SendAsync(Frame.Write(nonce, FrameKind.Run, Body(assembly, limits, Processes(limits))), ct);
        await ReadAsync(nonce, limits, run, ct);
    }

    public void Dispose() => _process.Dispose();

    /// <summary>
    /// Ends the worker, unless it is ending on its own, and returns its exit code; <see cref="LivedOn"/> where it had to be ended.
    /// </summary>
    public async Task<int> EndAsync(bool kill)
    {
        var livedOn = false;
        if (!kill)
        {
            try
            {
                await _process.Ended.WaitAsync(EndTime);
            }
            catch (TimeoutException)
            {
                // It closed the channel, or said what counts as nothing.
                livedOn = true;
            }
        }

        _process.Kill();
        var code = await _process.Ended;
        return livedOn ? LivedOn : code;
    }

    /// <summary>Sends a frame, on this thread.</summary>
    public void Send(byte[] frame)
    {
        lock (_process)
        {
            _process.Input.Write(frame);
            _process.Input.Flush();
        }
    }

    /// <summary>Lets tests rest; returns whether the process says that others can run in it.</summary>
    public async Task<bool> RestAsync(byte[] nonce)
    {
        using var timeout = new CancellationTokenSource(RestTime);
        try
        {
            Send(Frame.Write(nonce, FrameKind.Rest, []));
            return await Frame.ReadAsync(Frames, 0, timeout.Token) is { Kind: FrameKind.Ready } ready
                && CryptographicOperations.FixedTimeEquals(ready.Nonce, nonce);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return false;
        }
    }

    private async Task SendAsync(byte[] frame, CancellationToken ct)
    {
        await _process.Input.WriteAsync(frame, ct);
        await _process.Input.FlushAsync(ct);
    }

    private async Task ReadAsync(byte[] nonce, ResourceLimits limits, WorkerRun run, CancellationToken ct)
    {
        var stream = _process.Output;
        var left = limits.OutputBytes;
        while (await Frame.ReadAsync(stream, checked((int)Math.Min(int.MaxValue / 2, limits.OutputBytes + 4096)), ct) is { } frame)
        {
            if (!CryptographicOperations.FixedTimeEquals(frame.Nonce, nonce) || (left -= frame.Body.Length) < -4096)
            {
                return;
            }

            if (run.Take(frame.Kind, frame.Body))
            {
                return;
            }
        }
    }

    /// <summary>Outside of bubblewrap the system counts the user's processes all over the machine.</summary>
    public int Processes(ResourceLimits limits) => _isolation == IsolationLevel.Bubblewrap ? limits.Processes : 0;
}
