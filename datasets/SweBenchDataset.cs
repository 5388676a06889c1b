using System.Text.Json;

namespace Eval.Datasets;

/// <summary>Issue tasks in SWE-bench's own records; further fields are allowed and not used.</summary>
/// <param name="name">The name under which results are reported.</param>
/// <param name="file">The file.</param>
public sealed class SweBenchDataset(string name, string file) : RecordDataset(name, file)
{
    private const int ShortestCommit = 7;

    /// <inheritdoc/>
    public override string Kind => "SWE-bench";

    private protected override string IdField => "instance_id";

    private protected override IssueTask Parse(DataRecord record)
    {
        var testPatch = record.Text("test_patch");
        var commit = record.Text("base_commit");
        var repository = record.Text("repo");
        if (commit.Length < ShortestCommit || !commit.All(char.IsAsciiHexDigit))
            throw record.Problem("base_commit", $"is '{commit}', which is no commit; its hash in hexadecimal is needed.");

        if (repository.Split('/') is not [{ Length: > 0 }, { Length: > 0 }] || repository.StartsWith('-') || repository.Contains("..", StringComparison.Ordinal))
            throw record.Problem("repo", $"is '{repository}'; write owner/name.");

        var testFiles = DiffPaths.Of(testPatch);
        return new IssueTask
        {
            Id = record.Text("instance_id"),
            Dataset = Name,
            Language = record.OptionalText("language")?.ToLowerInvariant() ?? "python",
            Class = IssueTask.IssueResolution,
            Difficulty = Difficulty(record),
            Prompt = record.Text("problem_statement"),
            Repository = repository,
            BaseCommit = commit,
            Version = Text(record, "version"),
            Hints = Text(record, "hints_text"),
            TestPatch = testPatch,
            TestFiles = testFiles.Count > 0 ? testFiles : throw record.Problem("test_patch", "touches no file; a unified diff in git's format is needed."),
            GoldPatch = Text(record, "patch"),
            FailToPass = Tests(record, "FAIL_TO_PASS") is { Count: > 0 } tests ? tests : throw record.Problem("FAIL_TO_PASS", "is empty; a task without a test to pass cannot be resolved."),
            PassToPass = Tests(record, "PASS_TO_PASS"),
        };
    }

    /// <summary>SWE-bench Verified tells how long people took.</summary>
    private static string? Difficulty(DataRecord record) => Text(record, "difficulty") switch
    {
        null => null,
        "<15 min fix" => "simple",
        "15 min - 1 hour" => "medium",
        _ => "complex",
    };

    private static string? Text(DataRecord record, string field) => record.Has(field) && record.AnyText(field) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    /// <summary>The lists are JSON inside a text in the original, and real lists in copies of it.</summary>
    private static IReadOnlyList<string> Tests(DataRecord record, string field)
    {
        if (!record.IsText(field))
        {
            return record.Has(field) ? record.Texts(field) : throw record.Problem(field, "is missing; a list of tests is needed.");
        }

        try
        {
            return JsonSerializer.Deserialize<string[]>(record.AnyText(field)) is { } tests && !tests.Contains(null) ? tests : throw new JsonException();
        }
        catch (JsonException)
        {
            throw record.Problem(field, "holds a text that is no list of texts in JSON.");
        }
    }
}
