using Eval.Harness.Nightly;
using Eval.Harness.Options;
using Eval.Reports.Drift;
using Eval.Results.Records;

namespace Eval.Harness.Tests.Nightly;

/// <summary>Builds nights for tests.</summary>
internal static class ANight
{
    public static readonly DateTimeOffset Start = new(2026, 10, 5, 2, 0, 0, TimeSpan.Zero);

    /// <summary>Returns a night that is complete; with what it confirms it is no night of its own.</summary>
    public static Run Of(string id, DateTimeOffset startedAt, string? confirms = null) => new()
    {
        Id = id,
        StartedAt = startedAt,
        EndedAt = startedAt.AddMinutes(20),
        ProgramVersion = "1.0.0",
        CommandLine = "nightly",
        Settings = new RunSettings { IsNightly = true, Confirms = confirms },
        Datasets = [new RunDataset("mini", "mini.jsonl", "hash", 1)],
        Models = [new RunModel { Name = "alpha", Provider = "lab", RequestedModel = "alpha", Endpoint = "http://127.0.0.1/v1" }],
        Machine = new RunMachine("Linux", 2, 1 << 30, ".NET", 1),
    };

    /// <summary>Returns an attempt of a night, with its reply.</summary>
    public static Attempt Attempt(string runId) => new()
    {
        RunId = runId,
        Key = new AttemptKey("mini", "task-1", "alpha", 0),
        Class = "completion",
        Language = "csharp",
        Provider = "lab",
        Verdict = Verdict.Passed,
        Usage = new Usage { InputTokens = 1, OutputTokens = 1 },
        Texts = new AttemptTexts { Prompt = "p", Reply = "r" },
    };
}
