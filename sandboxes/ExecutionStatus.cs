namespace Eval.Sandboxes;

/// <summary>How an execution ended.</summary>
public enum ExecutionStatus
{
    /// <summary>The driver reached its end and said so on the private channel.</summary>
    Completed,

    /// <summary>It did not compile, or compiling it took more than the compiler is given.</summary>
    CompileFailed,

    /// <summary>The process ended before the driver did: exit, crash, stack overflow or an unhandled exception.</summary>
    Crashed,

    /// <summary>The processor time was used up, or the time on the clock without having waited for a processor.</summary>
    TimedOut,

    /// <summary>The memory was used up.</summary>
    MemoryExceeded,

    /// <summary>More was printed or returned than allowed.</summary>
    OutputExceeded,

    /// <summary>It was not run because it uses reflection or native code and the request forbids that.</summary>
    Forbidden,

    /// <summary>
    /// What the data set brings (its given code or its tests) cannot be used here: it does not parse, needs a module that is not there, or
    /// fails before it calls the program. It was found without the program, which has no part in it.
    /// </summary>
    TestsUnusable,
}
