using Eval.Sandboxes.Checking;
using Eval.Sandboxes.Processes;

namespace Eval.Sandboxes.Roslyn;

/// <summary>
/// Runs C#: compiles in a process that a hostile source may kill, executes in single-use workers that are started ahead of time.
/// Thread-safe.
/// </summary>
public sealed class RoslynSandbox : ISplittingSandbox, ISyntaxReader
{
    /// <summary>The diagnostic of a source that is beyond what the compiler can handle.</summary>
    public const string CompilerLimitId = CSharpCompiler.LimitId;

    /// <summary>The managed heap of a worker, below its memory limit because the runtime needs some for itself.</summary>
    private const double HeapShare = 0.7;

    /// <summary>The managed heap of a process that runs tests: what an answer hands over must find room there.</summary>
    private const long CheckerHeapBytes = 1L << 30;

    private readonly CSharpCompiler _compiler;
    private readonly Lazy<CheckerPool> _checkers;
    private readonly WorkerPool _workers;
    private readonly SemaphoreSlim _running;
    private readonly SemaphoreSlim _repeating = new(1);
    private readonly int _maxWorkers;
    private readonly Lazy<string> _programs;

    private RoslynSandbox(ProgramLauncher launcher, RoslynSandboxOptions options)
    {
        Isolation = launcher.Isolation;
        _programs = new Lazy<string>(() => ProgramsFingerprint.Create(options.ProgramsFolder));
        _compiler = new CSharpCompiler(launcher, options.CompileTime);
        _workers = new WorkerPool(launcher, options.MaxWorkers, (long)(new ResourceLimits().MemoryBytes * HeapShare));
        _checkers = new Lazy<CheckerPool>(() => new CheckerPool(launcher.ForCheckers(), CheckerHeapBytes));
        _maxWorkers = options.MaxWorkers;
        _running = new SemaphoreSlim(_maxWorkers);
    }

    /// <inheritdoc/>
    public string Name => "roslyn";

    /// <inheritdoc/>
    public IsolationLevel Isolation { get; }

    /// <summary>Starts the sandbox at the strongest isolation that works here; returns once that is known, while it warms up.</summary>
    /// <exception cref="SandboxUnavailableException">The isolation asked for does not work here.</exception>
    public static async Task<RoslynSandbox> StartAsync(RoslynSandboxOptions options, CancellationToken ct) =>
        new(await ProgramLauncher.FindAsync(options.ProgramsFolder, options.Isolation, ct), options);

    /// <inheritdoc/>
    public bool Runs(string language) => language == "csharp";

    /// <inheritdoc/>
    public Task<string> FingerprintAsync(string language, CancellationToken ct) => Task.FromResult($"{Name} {Isolation} {_programs.Value}");

    /// <inheritdoc/>
    public async Task<ExecutionResult> ExecuteAsync(ExecutionRequest request, CancellationToken ct)
    {
        var compiled = await _compiler.CompileAsync(request, ct);
        if (compiled.Assembly is not { } assembly)
        {
            return compiled.Refused! with { CheckLocation = RunReader.LocationOf(request, compiled.Refused!) };
        }

        await _running.WaitAsync(ct);
        WorkerRun run;
        try
        {
            run = await RunAsync(assembly, request, isRepeated: false, ct);
        }
        finally
        {
            _running.Release();
        }

        ExecutionResult result;
        if (RunReader.WasEndedFromOutside(run, request.Limits))
        {
            result = await RepeatAsync(assembly, request, isAlone: true, ct) with { Executions = 2 };
        }
        else
        {
            var first = RunReader.Read(run, request.Limits);
            result = await ClockLimit.DecideAsync(first, request.Limits,
                () => RepeatAsync(assembly, request, ClockLimit.IsStarved(first, request.Limits), ct));
        }

        return result with { CompileDuration = compiled.Duration, CheckLocation = RunReader.LocationOf(request, result) };
    }

    /// <inheritdoc/>
    public Task<TestsSplit> SplitAsync(ExecutionRequest reference, CancellationToken ct) => _compiler.SplitAsync(reference, ct);

    /// <inheritdoc/>
    public Task<SyntaxOutline> ReadAsync(string source, CancellationToken ct) => _compiler.ReadAsync(source, ct);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _compiler.Dispose();
        await _workers.DisposeAsync();
        if (_checkers.IsValueCreated)
        {
            _checkers.Value.Dispose();
        }

        _running.Dispose();
        _repeating.Dispose();
    }

    private async Task<WorkerRun> RunAsync(byte[] assembly, ExecutionRequest request, bool isRepeated, CancellationToken ct)
    {
        using var worker = await _workers.TakeAsync(ct);
        if (request.Checker is not { } tests)
        {
            return await worker.RunAsync(assembly, request.Limits, isRepeated, ct);
        }

        var checker = await _checkers.Value.TakeAsync(ct);
        var isResting = false;
        try
        {
            var split = new SplitRun(worker, checker, request.Limits);
            var run = await split.RunAsync(assembly, tests, isRepeated, ct);
            isResting = split.IsCheckerResting;
            return run;
        }
        finally
        {
            if (isResting)
            {
                _checkers.Value.Keep(checker);
            }
            else
            {
                checker.Dispose();
            }
        }
    }

    /// <summary>
    /// Runs an answer again beside no other repetition: what the clock ended although there was processor time left. What was starved, or
    /// ended from outside, for instance by a system that is short of memory, runs beside no other answer of ours: none of them may be why.
    /// </summary>
    private async Task<ExecutionResult> RepeatAsync(byte[] assembly, ExecutionRequest request, bool isAlone, CancellationToken ct)
    {
        await _repeating.WaitAsync(ct);
        var taken = 0;
        try
        {
            for (; isAlone && taken < _maxWorkers; taken++)
            {
                await _running.WaitAsync(ct);
            }

            return RunReader.Read(await RunAsync(assembly, request, isRepeated: true, ct), request.Limits);
        }
        finally
        {
            if (taken > 0)
            {
                _running.Release(taken);
            }

            _repeating.Release();
        }
    }
}
