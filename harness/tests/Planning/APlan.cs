using Eval.Datasets;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Results.Records;

namespace Eval.Harness.Tests.Planning;

/// <summary>Makes plans, and runs of the past that fit them.</summary>
internal static class APlan
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static RunPlan Create(int tasks, RunOptions options, params string[] models)
    {
        List<EvalTask> planned = [.. Enumerable.Range(0, tasks).Select(number => new FunctionTask
        {
            Id = $"t{number:0000}",
            Dataset = "mini",
            Class = "completion",
            Language = "csharp",
            Prompt = "Add two numbers.",
            Tests = new CallTests { Cases = [] },
        })];
        List<ModelSpec> specs = [.. models.Select(name => new ModelSpec
        {
            Name = name,
            RequestedModel = name,
            Source = new EndpointSource(new ProviderSpec { Name = "lab", BaseUrl = new Uri("http://127.0.0.1:1/v1") }),
            Parameters = new ModelParameters { MaxTokens = options.MaxTokens },
            Price = new Price { InputUsdPerMillionTokens = 1, OutputUsdPerMillionTokens = 10 },
        })];
        var run = RunPlanner.CreateRun("tonight", options,
            new TaskSelection(planned, [new RunDataset("mini", "mini.jsonl", "hash", tasks)], []), specs, Start.AddDays(1), "");
        return new RunPlan { Run = run, Tasks = planned, Models = specs };
    }

    public static Attempt Answer(Run run, string task, string model, bool passed, int outputTokens = 100, double latencySeconds = 1,
        string? hash = null) => new()
    {
        RunId = run.Id,
        Key = new AttemptKey("mini", task, model, 0),
        Class = "completion",
        Language = "csharp",
        TaskHash = hash,
        Provider = "lab",
        Verdict = passed ? Verdict.Passed : Verdict.Failed,
        Timing = new Timing { StartedAt = Start, Total = TimeSpan.FromSeconds(latencySeconds) },
        Usage = new Usage { InputTokens = 50, OutputTokens = outputTokens },
        CostUsd = (50 + (10 * outputTokens)) / 1_000_000m,
        Execution = TimeSpan.FromSeconds(0.1),
    };
}
