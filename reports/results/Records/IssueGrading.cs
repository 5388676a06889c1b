using System.Text.Json;

namespace Eval.Results.Records;

/// <summary>How a patch fared against the hidden tests of an issue; what SWE-bench writes into a <c>report.json</c>.</summary>
public sealed record IssueGrading
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    /// <summary>Reads one from its stored form.</summary>
    public static IssueGrading? Parse(string? json) => json is null ? null : JsonSerializer.Deserialize<IssueGrading>(json, Format);

    /// <summary>Returns the form it is stored in.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format);

    /// <summary>Gets the patch as it was graded; empty for none.</summary>
    public string Patch { get; init; } = "";

    /// <summary>Gets a value indicating whether the patch could be applied.</summary>
    public bool IsApplied { get; init; }

    /// <summary>Gets the command that applied it; <see langword="null"/> when none did.</summary>
    public string? AppliedBy { get; init; }

    /// <summary>Gets a value indicating whether all listed tests came out as they must.</summary>
    public bool IsResolved { get; init; }

    /// <summary>Gets the tests that were to be fixed and are.</summary>
    public IReadOnlyList<string> FailToPassSucceeded { get; init; } = [];

    /// <summary>Gets the tests that were to be fixed and are not.</summary>
    public IReadOnlyList<string> FailToPassFailed { get; init; } = [];

    /// <summary>Gets the tests that passed before and still do.</summary>
    public IReadOnlyList<string> PassToPassSucceeded { get; init; } = [];

    /// <summary>Gets the tests that passed before and do not any more.</summary>
    public IReadOnlyList<string> PassToPassFailed { get; init; } = [];

    /// <summary>Gets the exit code of the tests; <see langword="null"/> when they were not run to their end.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Gets the environment the tests ran in.</summary>
    public string Environment { get; init; } = "";

    /// <summary>Gets the files of the patch that could bend the tests, for a reader to look at; they decide nothing.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>
    /// Gets how many twins of hidden tests, each with a wrong literal, were run among them; a runner that lets one pass is not believed.
    /// </summary>
    public int WrongTwins { get; init; }

    /// <summary>
    /// Gets the chance of a runner that guesses which tests are the real ones, 1 where there were no twins; <see langword="null"/> where it
    /// was believed as it is.
    /// </summary>
    public double? GuessProbability { get; init; }

    /// <summary>Gets why the runner was believed as it is; <see langword="null"/> where it was not.</summary>
    public string? OriginWeakness { get; init; }

    /// <summary>Gets the time to open the working copy.</summary>
    public TimeSpan Opening { get; init; }

    /// <summary>Gets the time the tests took.</summary>
    public TimeSpan Testing { get; init; }

    /// <summary>Gets what the tests printed; of a long text the beginning and the end.</summary>
    public string TestOutput { get; init; } = "";
}
