namespace Hawser.Diffing;

/// <summary>How the lines of two texts are matched.</summary>
public enum DiffAlgorithm
{
    /// <summary>The fewest changed lines.</summary>
    Myers,

    /// <summary>Lines that occur once on each side are matched first, which often reads better.</summary>
    Patience,
}

/// <summary>Which differences in white space make lines different.</summary>
public enum WhitespaceMode
{
    /// <summary>All of them.</summary>
    Exact,

    /// <summary>All but those at the end of a line.</summary>
    IgnoreAtEnd,

    /// <summary>Only whether there is white space, not how much of it.</summary>
    IgnoreAmount,

    /// <summary>None.</summary>
    IgnoreAll,
}

/// <summary>How differences are computed and shown.</summary>
public sealed record DiffOptions
{
    /// <summary>The options used when none are given.</summary>
    public static DiffOptions Default { get; } = new();

    /// <summary>How lines are matched.</summary>
    public DiffAlgorithm Algorithm { get; init; } = DiffAlgorithm.Myers;

    /// <summary>How white space is compared.</summary>
    public WhitespaceMode Whitespace { get; init; } = WhitespaceMode.Exact;

    /// <summary>The number of unchanged lines shown around a change.</summary>
    public int ContextLines { get; init; } = 3;

    /// <summary>Whether moved files are recognised.</summary>
    public bool DetectRenames { get; init; } = true;

    /// <summary>How similar texts must be for a move, from 0 to 1.</summary>
    public double RenameThreshold { get; init; } = 0.5;
}
