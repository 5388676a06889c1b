using Eval.Results.Records;

namespace Eval.Reports.Tests;

/// <summary>Builds records for tests: <c>An.Attempt() with { Verdict = Verdict.Failed }</c>.</summary>
public static class An
{
    public const string RunId = "20260102-030405-sample";

    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>Returns an attempt that passed, with every number known.</summary>
    public static Attempt Attempt(
        string task = "task-1", string model = "alpha", int sample = 0, string dataset = "mini", string @class = "completion") => new()
    {
        RunId = RunId,
        Key = new AttemptKey(dataset, task, model, sample),
        Class = @class,
        Language = "csharp",
        Provider = "openai",
        ServedModel = model + "-2026",
        Verdict = Verdict.Passed,
        FinishReason = "stop",
        Timing = Timing(),
        Usage = Usage(),
        CostUsd = 0.0025m,
        Sandbox = "roslyn",
        Isolation = "bubblewrap",
        VerdictOrigin = VerdictOrigin.Outside,
        Execution = TimeSpan.FromMilliseconds(42.5),
        TestsPassed = 3,
        TestsTotal = 3,
    };

    /// <summary>
    /// Returns the marks of a call that streamed: first content after <paramref name="ttftMs"/>, end after <paramref name="latencyMs"/>.
    /// </summary>
    public static Timing Timing(double ttftMs = 200, double latencyMs = 1200) => new()
    {
        StartedAt = Start,
        Queued = TimeSpan.FromMilliseconds(5),
        Headers = TimeSpan.FromMilliseconds(ttftMs / 2),
        FirstEvent = TimeSpan.FromMilliseconds(ttftMs / 2),
        FirstContent = TimeSpan.FromMilliseconds(ttftMs),
        LastDelta = TimeSpan.FromMilliseconds(latencyMs - 10),
        Total = TimeSpan.FromMilliseconds(latencyMs),
        ContentEvents = 50,
        Concurrency = 1,
    };

    public static Usage Usage(int input = 400, int output = 100) => new() { InputTokens = input, OutputTokens = output };

    public static RunModel Model(string name = "alpha") => new()
    {
        Name = name,
        Provider = "openai",
        RequestedModel = name + "-latest",
        Endpoint = "https://api.example.com/v1",
        Parameters = new ModelParameters { Temperature = 0 },
        Price = new Price { InputUsdPerMillionTokens = 1.25m, OutputUsdPerMillionTokens = 10m, AsOf = new DateOnly(2026, 1, 1) },
        ContextWindow = 128_000,
    };

    /// <summary>Returns a finished run of the models named, by default one called alpha.</summary>
    public static Run Run(params string[] models) => new()
    {
        Id = RunId,
        StartedAt = Start,
        EndedAt = Start.AddMinutes(7),
        ProgramVersion = "0.1.0",
        Commit = "0123456789abcdef0123456789abcdef01234567",
        CommandLine = "run --models alpha",
        Settings = new RunSettings { Others = new Dictionary<string, string> { ["seed"] = "1" } },
        Datasets = [new RunDataset("mini", "mini.jsonl", new string('a', 64), 1)],
        Models = (models.Length == 0 ? ["alpha"] : models).Select(Model).ToList(),
        Machine = new RunMachine("Linux 6.1", 2, 8L << 30, ".NET 10.0.0", 1),
        PlannedAttempts = 1,
    };
}
