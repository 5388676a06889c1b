namespace Eval.Datasets;

/// <summary>A task that asks to resolve an issue of a repository, in the shape of SWE-bench: solved means resolved.</summary>
public sealed record IssueTask : EvalTask
{
    /// <summary>The class of issues whose relevant code can be found quickly.</summary>
    public const string IssueResolution = "issue-resolution";

    /// <summary>The class of issues whose relevant code must be found among much other.</summary>
    public const string LongContext = "long-context";

    /// <summary>Gets the classes of issue tasks.</summary>
    public static IReadOnlyList<string> Classes { get; } = [IssueResolution, LongContext];

    /// <summary>Gets the repository: <c>owner/name</c>, or the name of the task's own snapshot.</summary>
    public required string Repository { get; init; }

    /// <summary>Gets the commit the issue is to be resolved on; <see langword="null"/> where a snapshot is given.</summary>
    public string? BaseCommit { get; init; }

    /// <summary>Gets the folder that holds the repository as it was; <see langword="null"/> where it comes from git.</summary>
    public string? Snapshot { get; init; }

    /// <summary>Gets the SHA-256 of the snapshot, in hex; <see langword="null"/> where the repository comes from git.</summary>
    public string? SnapshotHash { get; init; }

    /// <summary>
    /// Gets the project's version, by which SWE-bench chooses an environment; <see langword="null"/> when nobody has said.
    /// </summary>
    public string? Version { get; init; }

    /// <summary>Gets the name of the environment the tests run in; <see langword="null"/> where the repository decides.</summary>
    public string? Environment { get; init; }

    /// <summary>Gets the folder of a Dockerfile of the task's own; <see langword="null"/> where a shared environment is used.</summary>
    public string? EnvironmentFolder { get; init; }

    /// <summary>Gets the command that runs the tests; <see langword="null"/> where the environment's is used.</summary>
    public string? TestCommand { get; init; }

    /// <summary>Gets comments made on the issue before the fix; a model does not see them.</summary>
    public string? Hints { get; init; }

    /// <summary>Gets the change that adds the hidden tests, a unified diff; <see langword="null"/> where they are files.</summary>
    public string? TestPatch { get; init; }

    /// <summary>Gets the folder of hidden test files, laid over the working copy; <see langword="null"/> where there is a patch.</summary>
    public string? TestFolder { get; init; }

    /// <summary>Gets the SHA-256 of the hidden test files, in hex.</summary>
    public string? TestFolderHash { get; init; }

    /// <summary>
    /// Gets the files that hold the hidden tests, relative to the repository's root; what a model did to them is overwritten.
    /// </summary>
    public required IReadOnlyList<string> TestFiles { get; init; }

    /// <summary>Gets the files shown to a model that answers in one go; empty where that is left to the harness.</summary>
    public IReadOnlyList<string> ShownFiles { get; init; } = [];

    /// <summary>Gets a change known to resolve the issue; <see langword="null"/> when there is none.</summary>
    public string? GoldPatch { get; init; }

    /// <summary>Gets the tests that fail before the issue is resolved and pass after it.</summary>
    public required IReadOnlyList<string> FailToPass { get; init; }

    /// <summary>Gets the tests that pass before and after.</summary>
    public required IReadOnlyList<string> PassToPass { get; init; }

    /// <summary>
    /// Gets the files that configure build or tests and that a change may nevertheless touch, beside those the known change does.
    /// </summary>
    public IReadOnlyList<string> ConfigurationFiles { get; init; } = [];

    /// <summary>Gets, in one line, what the task measures; <see langword="null"/> when nobody has said.</summary>
    public string? Measures { get; init; }

    /// <inheritdoc/>
    protected override object HashedContent() => new
    {
        Repository,
        BaseCommit,
        SnapshotHash,
        Environment,
        TestCommand,
        TestPatch,
        TestFolderHash,
        FailToPass,
        PassToPass,
    };
}
