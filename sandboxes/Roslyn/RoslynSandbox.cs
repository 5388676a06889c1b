namespace Eval.Sandboxes.Roslyn;

/// <summary>
/// Runs C#: compiles in a process that a hostile source may kill, executes in single-use workers that are started ahead of time. Thread-safe.
/// </summary>
public sealed class RoslynSandbox : ISandbox, ISyntaxReader
{
    /// <summary>The diagnostic of a source that is beyond what the compiler bears.</summary>
    public const string CompilerLimitId = CSharpCompiler.LimitId;

    /// <summary>The managed heap of a worker, below its memory limit because the runtime needs some for itself.</summary>
    private const double HeapShare = 0.7;

    private readonly CSharpCompiler _compiler;
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
        new(await ProgramLauncher.FindAsync(options, ct).ConfigureAwait(false), options);

    /// <inheritdoc/>
    public bool Runs(string language) => language == "csharp";

    /// <inheritdoc/>
    public Task<string> FingerprintAsync(string language, CancellationToken ct) => Task.FromResult($"{Name} {Isolation} {_programs.Value}");

    /// <inheritdoc/>
    public async Task<ExecutionResult> ExecuteAsync(ExecutionRequest request, CancellationToken ct)
    {
        var compiled = await _compiler.CompileAsync(request, ct).ConfigureAwait(false);
        if (compiled.Assembly is not { } assembly)
        {
            return compiled.Refused!;
        }

        await _running.WaitAsync(ct).ConfigureAwait(false);
        WorkerRun run;
        try
        {
            run = await RunAsync(assembly, request.Limits, isRepeated: false, ct).ConfigureAwait(false);
        }
        finally
        {
            _running.Release();
        }

        var first = RunReader.Read(run, request.Limits);
        var result = RunReader.WasEndedFromOutside(run, request.Limits)
            ? await RepeatAsync(assembly, request.Limits, isAlone: true, ct).ConfigureAwait(false) with { Executions = 2 }
            : await ClockLimit.DecideAsync(first, request.Limits, () => RepeatAsync(assembly, request.Limits, ClockLimit.IsStarved(first, request.Limits), ct)).ConfigureAwait(false);
        return result with { CompileDuration = compiled.Duration };
    }

    /// <inheritdoc/>
    public Task<SyntaxOutline> ReadAsync(string source, CancellationToken ct) => _compiler.ReadAsync(source, ct);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _compiler.Dispose();
        await _workers.DisposeAsync().ConfigureAwait(false);
        _running.Dispose();
        _repeating.Dispose();
    }

    private async Task<WorkerRun> RunAsync(byte[] assembly, ResourceLimits limits, bool isRepeated, CancellationToken ct)
    {
        using var worker = await _workers.TakeAsync(ct).ConfigureAwait(false);
        return await worker.RunAsync(assembly, limits, isRepeated, ct).ConfigureAwait(false);
    }

    /// <summary>
    /// Runs an answer again beside no other repetition: what the clock ended although there was processor time left. What was starved, or ended from
    /// outside, for instance by a system that is short of memory, runs beside no other answer of ours: none of them may be why.
    /// </summary>
    private async Task<ExecutionResult> RepeatAsync(byte[] assembly, ResourceLimits limits, bool isAlone, CancellationToken ct)
    {
        await _repeating.WaitAsync(ct).ConfigureAwait(false);
        var taken = 0;
        try
        {
            for (; isAlone && taken < _maxWorkers; taken++)
            {
                await _running.WaitAsync(ct).ConfigureAwait(false);
            }

            return RunReader.Read(await RunAsync(assembly, limits, isRepeated: true, ct).ConfigureAwait(false), limits);
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
