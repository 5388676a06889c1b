using Eval.Harness.Scoring.Canaries;

namespace Eval.Harness.Scoring;

/// <summary>A trusted program that calls an answer, and what each of its checks must show.</summary>
/// <param name="Source">The C# source; declares <c>EvalDriver.Run()</c>.</param>
/// <param name="Checks">The checks by their numbers.</param>
internal sealed record TestDriver(string Source, IReadOnlyList<Check> Checks)
{
    /// <summary>Whether some checks are decided in the answer's own process, so that reflection must be refused.</summary>
    public bool HasAssertions { get; init; }

    /// <summary>What assertions are compared with beside what they expect; null for none.</summary>
    public CanarySheet? Canaries { get; init; }

    /// <summary>
    /// Whether the driver adds a part to the answer's own type, so that it reaches private members as the data set's tests do.
    /// </summary>
    public bool NeedsPartialHost { get; init; }

    /// <summary>Definitions that stand before the tests; empty when there are none. Not used for C#.</summary>
    public string Given { get; init; } = "";

    /// <summary>What the tests call in the answer. Not used for C#.</summary>
    public IReadOnlyList<string> EntryPoints { get; init; } = [];

    /// <summary>The classes that the task wants written; for C# those whose own operators may say what they equal.</summary>
    public IReadOnlyList<string> AskedClasses { get; init; } = [];

    /// <summary>A second trusted file, for tests that are whole files themselves.</summary>
    public string? TestSource { get; init; }

    /// <summary>Expressions whose values are the expected ones of the checks of the same number, still to be evaluated.</summary>
    public IReadOnlyDictionary<int, string> ExpectedExpressions { get; init; } = new Dictionary<int, string>();

    /// <summary>
    /// Why equalities are decided in the answer's own process, although they could be outside for other tests; null where they are not.
    /// </summary>
    public string? DecidedInside { get; init; }

    /// <summary>The using directives that <see cref="ExpectedExpressions"/> need.</summary>
    public string Usings { get; init; } = "";
}
