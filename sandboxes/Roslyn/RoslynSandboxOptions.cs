namespace Eval.Sandboxes.Roslyn;

/// <summary>How a <see cref="RoslynSandbox"/> works.</summary>
public sealed record RoslynSandboxOptions
{
    /// <summary>Gets how many answers may run at once. Default: the number of processors.</summary>
    public int MaxWorkers { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Gets the isolation wanted; <see langword="null"/> takes the strongest that works here. Default: <see langword="null"/>.
    /// </summary>
    public IsolationLevel? Isolation { get; init; }

    /// <summary>Gets the processor time one compilation may take before the compiler is killed. Default: 10 s.</summary>
    public TimeSpan CompileTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets the folder that holds <c>worker/</c> and <c>compiler/</c>. Default: the program's own.</summary>
    public string ProgramsFolder { get; init; } = AppContext.BaseDirectory;
}
