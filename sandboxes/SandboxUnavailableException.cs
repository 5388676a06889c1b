namespace Eval.Sandboxes;

/// <summary>The sandbox itself failed or does not exist on this machine; says nothing about the program it was to run.</summary>
public sealed class SandboxUnavailableException : Exception
{
    /// <summary>Creates the exception with a sentence that says what is missing and how to fix it.</summary>
    public SandboxUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public SandboxUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// Gets a value indicating whether the machine works and only one container does not, which what ran in it, or was put into it, may
    /// have done: where it happens again in a fresh one, it has.
    /// </summary>
    public bool IsOfContainer { get; init; }
}
