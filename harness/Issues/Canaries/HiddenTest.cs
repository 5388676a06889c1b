namespace Eval.Harness.Issues.Canaries;

/// <summary>A test in a hidden file: one function, method or call that its runner tells by a name.</summary>
internal sealed record HiddenTest
{
    /// <summary>The name, as it is written in the source.</summary>
    public required string Name { get; init; }

    /// <summary>Where the name is.</summary>
    public required int NameStart { get; init; }

    public required int NameEnd { get; init; }

    /// <summary>What the test is in, a class for instance, by where that begins; -1 for the file itself. Tests of one container can change places.</summary>
    public int Container { get; init; } = -1;

    /// <summary>Where the test begins, with all that belongs to it, and where it ends.</summary>
    public required int Start { get; init; }

    public required int End { get; init; }

    /// <summary>The literals of which each decides whether it passes: with another one it must fail where it would pass as it is.</summary>
    public IReadOnlyList<CodeToken> Literals { get; init; } = [];
}
