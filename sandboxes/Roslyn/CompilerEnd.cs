namespace Eval.Sandboxes.Roslyn;

/// <summary>How a compiler took a request.</summary>
internal enum CompilerEnd
{
    /// <summary>It answered.</summary>
    Answered,

    /// <summary>It used up the processor time that one request is given.</summary>
    UsedUp,

    /// <summary>It used little processor time and was not done long after it should have been: other work had the processor.</summary>
    Starved,

    /// <summary>It died by what it was asked, of its stack or its memory, or what it made of it is longer than any answer may be.</summary>
    Died,

    /// <summary>It was ended from outside, or did not start.</summary>
    Lost,
}
