namespace Eval.Datasets;

/// <summary>Issue tasks in SWE-bench's own records; further fields are allowed and not used.</summary>
/// <param name="name">The name under which results are reported.</param>
/// <param name="file">The file.</param>
public sealed class SweBenchDataset(string name, string file) : RecordDataset(name, file)
{
    private const int MinCommitChars = 7;
    private const string FailToPass = "FAIL_TO_PASS";
    private const string PassToPass = "PASS_TO_PASS";

    /// <inheritdoc/>
    public override string Kind => "SWE-bench";

    private protected override string IdField => "instance_id";

    private protected override string? Unfitness(DataRecord record) =>
        Tests(record, FailToPass).Count == 0
            ? $"{FailToPass} is {Emptiness(record, FailToPass)}, and without a test to pass nothing can be resolved"
        : record.OptionalText("test_patch") is not { } patch
            ? $"test_patch is {Emptiness(record, "test_patch")}, and without tests nothing can be checked"
        : DiffPaths.Find(patch).Count == 0
            ? "test_patch touches no file; a unified diff in git's format is needed"
        : record.OptionalText("problem_statement") is null
            ? $"problem_statement is {Emptiness(record, "problem_statement")}, and without an issue nothing is asked"
        : null;

    private protected override IssueTask Parse(DataRecord record)
    {
        var testPatch = record.Text("test_patch");
        var commit = record.Text("base_commit");
        var repository = record.Text("repo");
        if (commit.Length < MinCommitChars || !commit.All(char.IsAsciiHexDigit))
        {
            throw record.Problem("base_commit", $"is '{commit}', which is no commit; its hash in hexadecimal is needed.");
        }

        if (repository.Split('/') is not [{ Length: > 0 }, { Length: > 0 }] || repository.StartsWith('-')
            || repository.Contains("..", StringComparison.Ordinal))
        {
            throw record.Problem("repo", $"is '{repository}'; write owner/name.");
        }

        var gold = record.OptionalText("patch");
        var testFiles = DiffPaths.Find(testPatch);
        return new IssueTask
        {
            Id = record.Id("instance_id"),
            Dataset = Name,
            Language = LanguageOf(record, testFiles, gold is null ? [] : DiffPaths.Find(gold), repository),
            Class = IssueTask.IssueResolution,
            Difficulty = Difficulty(record),
            Prompt = record.Text("problem_statement"),
            Repository = repository,
            BaseCommit = commit,
            Version = record.OptionalValue("version"),
            Hints = record.OptionalText("hints_text"),
            TestPatch = testPatch,
            TestFiles = testFiles,
            GoldPatch = gold,
            FailToPass = Tests(record, FailToPass),
            PassToPass = Tests(record, PassToPass),
        };
    }

    /// <summary>SWE-bench Verified tells how long people took.</summary>
    private static string? Difficulty(DataRecord record) => record.OptionalText("difficulty") switch
    {
        null => null,
        "<15 min fix" => "simple",
        "15 min - 1 hour" => "medium",
        _ => "complex",
    };

    /// <summary>
    /// What the record says, else what most files of the tests are in, else of the known change, else what the repository's name says.
    /// </summary>
    private static string LanguageOf(
        DataRecord record, IReadOnlyList<string> testFiles, IReadOnlyList<string> changedFiles, string repository) =>
        record.OptionalText("repo_language") is { } own ? ProgrammingLanguage.NameOf(own)
        : record.OptionalText("language") is { } language ? ProgrammingLanguage.NameOf(language)
        : (MostFrequent(testFiles) ?? MostFrequent(changedFiles) ?? ProgrammingLanguage.OfFile(repository))?.Name
            ?? ProgrammingLanguage.Unknown;

    private static ProgrammingLanguage? MostFrequent(IEnumerable<string> files) =>
        files.Select(ProgrammingLanguage.OfFile).OfType<ProgrammingLanguage>()
            .GroupBy(language => language).OrderByDescending(same => same.Count()).FirstOrDefault()?.Key;

    /// <summary>
    /// The lists are JSON inside a text in the original, real lists in copies of it, and Python's in tables; some sets write their names
    /// small.
    /// </summary>
    private static IReadOnlyList<string> Tests(DataRecord record, string field) => record.Texts(NameOf(record, field));

    private static string NameOf(DataRecord record, string field) =>
        record.Value(field) is null && record.Value(field.ToLowerInvariant()) is not null ? field.ToLowerInvariant() : field;

    private static string Emptiness(DataRecord record, string field) =>
        record.Value(NameOf(record, field)) is null ? "missing" : record.Has(NameOf(record, field)) ? "empty" : "null";
}
