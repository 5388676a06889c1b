using System.Text.RegularExpressions;

namespace Eval.Harness.Issues.Canaries;

/// <summary>A test in a hidden file: one function, method or call that its runner tells by a name.</summary>
internal sealed partial record HiddenTest
{
    /// <summary>The name, as it is written in the source.</summary>
    public required string Name { get; init; }

    /// <summary>Where the name is.</summary>
    public required int NameStart { get; init; }

    public required int NameEnd { get; init; }

    /// <summary>
    /// Whether it is told once for each row of a table, by a name that the row is filled into; a made-up name stands in front of that.
    /// </summary>
    public bool IsTable { get; init; }

    /// <summary>
    /// What the test is in, a class for instance, by where that begins; -1 for the file itself. Tests of one container can change places.
    /// </summary>
    public int Container { get; init; } = -1;

    /// <summary>Where the test begins, with all that belongs to it, and where it ends.</summary>
    public required int Start { get; init; }

    public required int End { get; init; }

    /// <summary>The literals of which each decides whether it passes: with another one it must fail where it would pass as it is.</summary>
    public IReadOnlyList<CodeToken> Literals { get; init; } = [];

    /// <summary>Whether a test that a list or a runner names is this one.</summary>
    public bool IsNamedBy(string id) =>
        Regex.IsMatch(id,
            $@"(?<!\w){(IsTable ? string.Join(".*", Fillings().Split(Name).Select(Regex.Escape)) : Regex.Escape(Name))}(?!\w)");

    /// <summary>What a row is filled into: <c>%i</c>, <c>$name.first</c>.</summary>
    [GeneratedRegex(@"%[a-zA-Z#$%]|\$[\w.#]+")]
    private static partial Regex Fillings();
}
