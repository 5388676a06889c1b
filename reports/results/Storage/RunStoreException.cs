namespace Eval.Results.Storage;

/// <summary>A store cannot do what was asked. The message is one sentence for the user that says what to do.</summary>
public sealed class RunStoreException : Exception
{
    /// <summary>Creates the exception.</summary>
    public RunStoreException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with what caused it.</summary>
    public RunStoreException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Gets a value indicating whether another process is at work there, so that waiting helps.</summary>
    public bool IsHeld { get; init; }
}
