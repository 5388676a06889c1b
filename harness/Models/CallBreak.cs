namespace Eval.Harness.Models;

/// <summary>Where a call broke off.</summary>
internal enum CallBreak
{
    /// <summary>It did not: the endpoint refused it.</summary>
    None,

    /// <summary>No connection came about, or it was lost before the answer began.</summary>
    Connection,

    /// <summary>No answer began within the time it was given.</summary>
    Timeout,

    /// <summary>The answer began and did not come to its end.</summary>
    Stream,
}
