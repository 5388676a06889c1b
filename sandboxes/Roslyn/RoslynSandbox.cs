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

    private RoslynSandbox(ProgramLauncher launcher, RoslynSandboxOptions options)
    {
        Isolation = launcher.Isolation;
        _compiler = new CSharpCompiler(launcher, options.CompileTime);
        _workers = new WorkerPool(launcher, options.MaxWorkers, (long)(new ResourceLimits().MemoryBytes * HeapShare));
        _running = new SemaphoreSlim(options.MaxWorkers);
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
            run = await RunAsync(assembly, request.Limits, ct).ConfigureAwait(false);
        }
        finally
        {
            _running.Release();
        }

        var result = RunReader.Read(run, request.Limits) with { CompileDuration = compiled.Duration };
        return run.HitWallLimit || RunReader.WasEndedFromOutside(run, request.Limits) ? await RepeatAsync(assembly, request.Limits, result, ct).ConfigureAwait(false) : result;
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

    private async Task<WorkerRun> RunAsync(byte[] assembly, ResourceLimits limits, CancellationToken ct)
    {
        using var worker = await _workers.TakeAsync(ct).ConfigureAwait(false);
        return await worker.RunAsync(assembly, limits, ct).ConfigureAwait(false);
    }

    /// <summary>
    /// The processor time decides a time-out. An answer that used up the generous time on the clock without it was starved, or sleeps: it is
    /// repeated once, beside no other repetition; so is one that was ended from outside.
    /// </summary>
    private async Task<ExecutionResult> RepeatAsync(byte[] assembly, ResourceLimits limits, ExecutionResult first, CancellationToken ct)
    {
        await _repeating.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var second = RunReader.Read(await RunAsync(assembly, limits, ct).ConfigureAwait(false), limits);
            return second with { CompileDuration = first.CompileDuration, Executions = 2 };
        }
        finally
        {
            _repeating.Release();
        }
    }
}
