namespace Eval.Datasets;

/// <summary>A task that asks for a function or a small program, in the shape of human-eval.</summary>
public sealed record FunctionTask : EvalTask
{
    /// <summary>Gets the name of the function the tests call; <see langword="null"/> when the tests name it themselves.</summary>
    public string? EntryPoint { get; init; }

    /// <summary>Gets how the prompt is meant. Default: an instruction in words.</summary>
    public PromptStyle PromptStyle { get; init; }

    /// <summary>Gets a solution known to be right, a whole compilable answer; <see langword="null"/> when the data set has none.</summary>
    public string? ReferenceSolution { get; init; }

    /// <summary>Gets the tests that decide the verdict. A model never sees the hidden ones.</summary>
    public required TestSuite Tests { get; init; }

    /// <summary>
    /// Gets the texts at which a continuation ends (MultiPL-E); an answer is cut at the first of them where it does not fit uncut.
    /// </summary>
    public IReadOnlyList<string> StopTokens { get; init; } = [];

    /// <summary>
    /// Gets the requirements stated in the prompt beside correctness, in words; checked by machine only from a later version on.
    /// </summary>
    public IReadOnlyList<string> Constraints { get; init; } = [];

    /// <summary>Gets, in one line, what the task measures; <see langword="null"/> when nobody has said.</summary>
    public string? Measures { get; init; }

    /// <summary>
    /// Gets the mutants of the reference that no test can tell from it. They decide no verdict and are not part of the content hash.
    /// </summary>
    public IReadOnlyList<EquivalentMutant> EquivalentMutants { get; init; } = [];

    /// <inheritdoc/>
    protected override object HashedContent() => new { EntryPoint, PromptStyle, Tests = Tests.HashedContent() };
}
