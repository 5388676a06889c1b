using Eval.Results.Records;

namespace Eval.Benchmarks.Statistics;

/// <summary>Makes up a run of any size from a seed.</summary>
internal static class SyntheticRun
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Classes = ["completion", "multi-constraint", "library-api"];
    private static readonly string[] Datasets = ["one", "two"];
    private static readonly string[] Words = ["return", "var", "int", "list", "for", "(", ")", "=>", ";", "{", "}", "count", "value", "if",
        "\n    "];

    public static Run Run(string id, int attempts, int models, int samples, int datasets = 2) => new()
    {
        Id = id,
        StartedAt = Start,
        EndedAt = Start.AddHours(3),
        ProgramVersion = "0.1.0",
        CommandLine = "run",
        Datasets = [.. Datasets.Take(datasets)
            .Select(name => new RunDataset(name, name + ".jsonl", "00", attempts / models / samples / datasets))],
        Models = [.. Enumerable.Range(0, models).Select(Model)],
        Machine = new RunMachine("Linux", 2, 8L << 30, ".NET 10", 1),
        Samples = samples,
        PlannedAttempts = attempts,
    };

    public static Attempt Attempt(string runId, int index, int models, int samples, Random random, int datasets = 2, bool withTexts = true)
    {
        var (model, sample, task) = (index % models, index / models % samples, index / models / samples);
        var verdict = Draw(model, random);
        var answered = verdict.IsAnswered();
        var ttft = 150 + 100 * model - 200 * Math.Log(1 - random.NextDouble());
        var usage = answered ? new Usage { InputTokens = random.Next(200, 900), OutputTokens = random.Next(50, 700),
            Raw = "{\"prompt_tokens\":1}" } : new Usage();
        return new Attempt
        {
            RunId = runId,
            Key = new AttemptKey(Datasets[task % datasets], $"task-{task:d6}", Name(model), sample),
            Class = Classes[task / datasets % Classes.Length],
            Language = "csharp",
            TaskHash = $"{task:x64}",
            RequestHash = $"{index:x64}",
            Provider = "made-up",
            ServedModel = answered ? Name(model) : null,
            IsSimulated = true,
            Verdict = verdict,
            Error = verdict == Verdict.Passed ? null : $"check {random.Next(9)} failed: expected {random.Next(99)}",
            FinishReason = answered ? "stop" : null,
            Timing = answered ? Timing(ttft, ttft + 10.0 * usage.OutputTokens!.Value) : null,
            Usage = usage,
            CostUsd = Model(model).Price!.CostUsd(usage),
            Sandbox = "roslyn",
            Isolation = "bubblewrap",
            Execution = TimeSpan.FromMilliseconds(random.Next(20, 200)),
            TestsPassed = verdict == Verdict.Passed ? 5 : 2,
            TestsTotal = 5,
            Texts = !withTexts ? null : new AttemptTexts { Prompt = Text(random, 80), Reply = Text(random, 200), Code = Text(random, 120),
                Output = Text(random, 20) },
        };
    }

    private static Verdict Draw(int model, Random random) => random.NextDouble() switch
    {
        var x when x < 0.4 + 0.05 * (model % 10) => Verdict.Passed,
        < 0.98 => Verdict.Failed,
        < 0.995 => Verdict.CompileError,
        _ => Verdict.ProviderError,
    };

    private static Timing Timing(double ttft, double latency) => new()
    {
        StartedAt = Start,
        FirstContent = TimeSpan.FromMilliseconds(ttft),
        LastDelta = TimeSpan.FromMilliseconds(latency - 1),
        Total = TimeSpan.FromMilliseconds(latency),
        ContentEvents = 50,
        Concurrency = 8,
    };

    private static string Text(Random random, int words) =>
        string.Join(' ', Enumerable.Range(0, words).Select(_ => Words[random.Next(Words.Length)]));

    private static string Name(int model) => $"sim/model-{model}";

    private static RunModel Model(int number) => new()
    {
        Name = Name(number),
        Provider = "made-up",
        RequestedModel = Name(number),
        Endpoint = "http://127.0.0.1",
        Price = new Price { InputUsdPerMillionTokens = 0.5m + number, OutputUsdPerMillionTokens = 2m + 3 * number },
        IsSimulated = true,
    };
}
