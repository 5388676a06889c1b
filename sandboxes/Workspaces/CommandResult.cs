namespace Eval.Sandboxes.Workspaces;

/// <summary>What happened when a command ran in a working copy.</summary>
public sealed record CommandResult
{
    /// <summary>Gets the exit code; <see langword="null"/> when it was ended from outside.</summary>
    public int? ExitCode { get; init; }

    /// <summary>
    /// Gets what it printed, standard output and error in the order of arrival; of a long text the beginning and the end.
    /// </summary>
    public required string Output { get; init; }

    /// <summary>Gets the number of bytes it printed.</summary>
    public long OutputBytes { get; init; }

    /// <summary>Gets a value indicating whether it used up its time.</summary>
    public bool IsTimedOut { get; init; }

    /// <summary>Gets a value indicating whether it was ended because it printed more than allowed.</summary>
    public bool IsOutputExceeded { get; init; }

    /// <summary>Gets how long it ran.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Gets a value indicating whether it ended by itself with exit code 0.</summary>
    public bool Succeeded => ExitCode == 0;
}
