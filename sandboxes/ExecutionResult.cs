namespace Eval.Sandboxes;

/// <summary>What happened when a program ran; not whether it is right.</summary>
public sealed record ExecutionResult
{
    /// <summary>Gets how it ended.</summary>
    public required ExecutionStatus Status { get; init; }

    /// <summary>Gets what the driver reported, in order, up to where the program ended.</summary>
    public IReadOnlyList<Observation> Observations { get; init; } = [];

    /// <summary>Gets the compiler's errors; empty when it compiled.</summary>
    public IReadOnlyList<CompilerDiagnostic> Diagnostics { get; init; } = [];

    /// <summary>Gets a sentence about an end that is not <see cref="ExecutionStatus.Completed"/>, for instance the signal.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets the beginning of what was printed (standard output and error, in order of arrival).</summary>
    public string Output { get; init; } = "";

    /// <summary>Gets the time the program ran, without queueing and compilation.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Gets the processor time of the program and all it started; <see langword="null"/> where nobody measured it.</summary>
    public TimeSpan? CpuTime { get; init; }

    /// <summary>Gets the time to compile; <see langword="null"/> where nothing is compiled.</summary>
    public TimeSpan? CompileDuration { get; init; }

    /// <summary>Gets a value indicating whether some equality was decided by a class of the answer that the task asks for.</summary>
    public bool EqualityByAnswer { get; init; }

    /// <summary>Gets where it was decided. Default: outside of the program's process.</summary>
    public CheckLocation CheckLocation { get; init; }

    /// <summary>
    /// Gets the longest that a thread of the program was ready to run and had no processor; <see langword="null"/> where that is not known
    /// or was not looked at.
    /// </summary>
    public TimeSpan? ProcessorWait { get; init; }

    /// <summary>
    /// Gets a test program that shows alone what makes the data set's unusable; <see langword="null"/> where that program shows it itself,
    /// before it calls anything.
    /// </summary>
    internal string? ShownBy { get; init; }

    /// <summary>Gets how often it had to be run, more than 1 after a time-out under load that was repeated alone.</summary>
    public int Executions { get; init; } = 1;
}
