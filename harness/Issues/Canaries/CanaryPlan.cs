namespace Eval.Harness.Issues.Canaries;

/// <summary>
/// How the hidden tests of a task are disguised, found out once from its known patch: which files, which wrong twins, and what has to stay
/// as it is.
/// </summary>
internal sealed record CanaryPlan
{
    /// <summary>The hidden files as they are, by path; empty where nothing can be disguised.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<WrongTwin> Twins { get; init; } = [];

    /// <summary>Tests whose names something in the tests relies on.</summary>
    public IReadOnlyList<string> KeptNames { get; init; } = [];

    /// <summary>Whether tests stay in their order, because they pass only in that.</summary>
    public bool KeepsOrder { get; init; }

    /// <summary>Why the runner has to be believed as it is; null where it is not.</summary>
    public string? Weakness { get; init; }

    /// <summary>
    /// The files that configure build or tests by what is read before the first test, whatever their names; null where that was not found
    /// out.
    /// </summary>
    public IReadOnlyList<string>? Configuration { get; init; }

    /// <summary>
    /// Whether it is being tried with the known patch: a twin that passes with it is none, and no sign of a runner that lies.
    /// </summary>
    public bool IsDraft { get; init; }

    /// <summary>
    /// The chance of a runner that reports every test as the patch likes and guesses which of each group of twins is the real one; 1 where
    /// there are none.
    /// </summary>
    public double GuessProbability =>
        Twins.GroupBy(twin => (twin.File, twin.TestStart)).Aggregate(1.0, (probability, twins) => probability / (twins.Count() + 1));

    /// <summary>A plan for a task whose runner is believed.</summary>
    public static CanaryPlan Inside(string weakness) => new() { Weakness = weakness };
}
