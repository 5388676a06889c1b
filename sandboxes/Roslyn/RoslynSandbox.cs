namespace Eval.Sandboxes.Roslyn;

/// <summary>
/// Runs C#: compiles in a process that a hostile source may kill, executes in single-use workers that are started ahead of time. Thread-safe.
/// </summary>
public sealed class RoslynSandbox : ISandbox, ISyntaxReader
{
    /// <summary>The diagnostic of a source that is beyond what the compiler bears.</summary>
    public const string CompilerLimitId = "EVAL0001";

    private const long ProbeHeapBytes = 64 << 20;
    private const int MaxSourceLetters = 256 << 10;

    /// <summary>The managed heap of a worker, below its memory limit because the runtime needs some for itself.</summary>
    private const double HeapShare = 0.7;

    private readonly CompilerHost _compiler;
    private readonly WorkerPool _workers;
    private readonly SemaphoreSlim _running;
    private readonly SemaphoreSlim _repeating = new(1);

    private RoslynSandbox(ProgramLauncher launcher, RoslynSandboxOptions options)
    {
        Isolation = launcher.Isolation;
        _compiler = new CompilerHost(launcher, options.CompileTime);
        _compiler.Start();
        _workers = new WorkerPool(launcher, options.MaxWorkers, (long)(new ResourceLimits().MemoryBytes * HeapShare));
        _running = new SemaphoreSlim(options.MaxWorkers);
    }

    /// <inheritdoc/>
    public string Name => "roslyn";

    /// <inheritdoc/>
    public IsolationLevel Isolation { get; }

    /// <summary>Starts the sandbox at the strongest isolation that works here; returns once that is known, while it warms up.</summary>
    /// <exception cref="SandboxUnavailableException">The isolation asked for does not work here.</exception>
    public static async Task<RoslynSandbox> StartAsync(RoslynSandboxOptions options, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new SandboxUnavailableException("C# answers run on Linux only; on Windows use WSL 2, on macOS a Linux virtual machine.");
        }

        ProcessGroup.EndLeftovers(options.ProgramsFolder);
        var ways = Ways(options).ToList();
        for (var i = 0; ; i++)
        {
            var launcher = new ProgramLauncher(options.ProgramsFolder, ways[i].Level, ways[i].AsNobody);
            try
            {
                if (ways[i].Level == IsolationLevel.Bubblewrap && !ProgramLauncher.HasBubblewrap)
                {
                    throw new SandboxUnavailableException("bubblewrap is not installed; on Debian and Ubuntu: apt-get install bubblewrap.");
                }

                // Only a worker that really started shows that the way works: some systems refuse namespaces to ordinary users, and nobody
                // may not be allowed to read the program's folder.
                (await Worker.StartAsync(launcher, ProbeHeapBytes, ct).ConfigureAwait(false)).Dispose();
                return new RoslynSandbox(launcher, options);
            }
            catch (SandboxUnavailableException) when (i + 1 < ways.Count)
            {
                // The next way is tried; what it lacks is said by Isolation.
            }
        }
    }

    /// <summary>Returns the ways to start programs from strong to weak.</summary>
    private static IEnumerable<(IsolationLevel Level, bool AsNobody)> Ways(RoslynSandboxOptions options)
    {
        IsolationLevel[] levels = options.Isolation is { } wanted ? [wanted]
            : ProgramLauncher.HasBubblewrap ? [IsolationLevel.Bubblewrap, IsolationLevel.Process] : [IsolationLevel.Process];
        foreach (var level in levels)
        {
            if (ProgramLauncher.CanBecomeNobody)
            {
                yield return (level, true);
            }

            yield return (level, false);
        }
    }

    /// <inheritdoc/>
    public bool Runs(string language) => language == "csharp";

    /// <inheritdoc/>
    public async Task<ExecutionResult> ExecuteAsync(ExecutionRequest request, CancellationToken ct)
    {
        var clock = System.Diagnostics.Stopwatch.GetTimestamp();
        if (request.Files.Sum(file => (long)file.Text.Length) > MaxSourceLetters)
        {
            return CompilerLimit(TimeSpan.Zero, $"the source is longer than {MaxSourceLetters >> 10} KiB");
        }

        var sources = request.Files.Select(file => new SourceText(file.Name, file.Text, file.IsTrusted)).ToList();
        var answer = await _compiler.AskAsync(CompilerFrames.Compile, CompilerFrames.WriteSources(sources, request.ForbidReflection), ct).ConfigureAwait(false);
        var compiled = System.Diagnostics.Stopwatch.GetElapsedTime(clock);
        if (answer is null)
        {
            return CompilerLimit(compiled, "the compiler ran out of time or stack on this source");
        }

        var compilation = Compilation.Read(answer);
        if (compilation.Assembly is not { } assembly)
        {
            return new ExecutionResult
            {
                Status = compilation.Forbidden is null ? ExecutionStatus.CompileFailed : ExecutionStatus.Forbidden,
                Diagnostics = compilation.Diagnostics,
                Reason = compilation.Forbidden is null ? null : $"uses {compilation.Forbidden}, which is refused where tests run in the answer's own process",
                CompileDuration = compiled,
            };
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

        var result = RunReader.Read(run, request.Limits) with { CompileDuration = compiled };
        return run.HitWallLimit || RunReader.WasEndedFromOutside(run, request.Limits) ? await RepeatAsync(assembly, request.Limits, result, ct).ConfigureAwait(false) : result;
    }

    /// <inheritdoc/>
    public async Task<SyntaxOutline> ReadAsync(string source, CancellationToken ct)
    {
        var answer = source.Length > MaxSourceLetters
            ? null
            : await _compiler.AskAsync(CompilerFrames.Outline, System.Text.Encoding.UTF8.GetBytes(source), ct).ConfigureAwait(false);
        return answer is null ? new SyntaxOutline(1, []) { IsBeyondParser = true } : Compilation.ReadOutline(answer);
    }

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

    private static ExecutionResult CompilerLimit(TimeSpan compiled, string why) => new()
    {
        Status = ExecutionStatus.CompileFailed,
        Diagnostics = [new CompilerDiagnostic(CompilerLimitId, why, "Answer.cs", 1, 1)],
        CompileDuration = compiled,
    };
}
