using System.Globalization;
using System.Text.Json;
using Eval.Harness.CommandLine;
using Eval.Harness.Console;
using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Benchmarks.Statistics;

/// <summary>
/// Stores a run that the program itself planned, with made-up attempts for all of its plan, as if it had been cut off before its files were
/// written.
/// </summary>
internal static class StoredGrowth
{
    private const int Models = 10;
    private const int Samples = 5;
    private const int Writers = 512;
    private const string Id = "20260101-000000-growth";

    /// <summary>Returns the run's id and the folder of its store.</summary>
    public static async Task<(string Id, string Folder)> CreateAsync(string folder, int attempts)
    {
        folder = Path.GetFullPath(folder);
        if (RunStore.Exists(folder))
        {
            return (Id, folder);
        }

        var plan = await PlanAsync(folder, attempts / Models / Samples);
        var (random, made, unfinished) = (new Random(1), 0, Directory.CreateDirectory(folder + ".unfinished").FullName);
        Directory.Delete(unfinished, recursive: true);
        await using (var store = await RunStore.OpenAsync(unfinished, CancellationToken.None))
        {
            await store.CreateRunAsync(plan.Run, CancellationToken.None);
            foreach (var some in Enumerable.Range(0, plan.Run.PlannedAttempts).Chunk(Writers))
            {
                await Task.WhenAll(some.Select(number => store.SaveAttemptAsync(Attempt(plan, number, random), CancellationToken.None)));
                made += some.Length;
            }
        }

        Take(unfinished, folder);
        return made == attempts ? (Id, folder)
            : throw new ArgumentException($"{attempts} attempts are no whole number of tasks; take a multiple of {Models * Samples}.");
    }

    /// <summary>Moves a store to its place when it is whole: one whose filling was cut off is not used again.</summary>
    public static void Take(string unfinished, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(unfinished))
        {
            File.Move(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        Directory.Delete(unfinished);
    }

    private static Attempt Attempt(RunPlan plan, int number, Random random)
    {
        var made = SyntheticRun.Attempt(plan.Run.Id, number, Models, Samples, random, datasets: 1);
        var (task, model) = (plan.Tasks[number / Models / Samples], plan.Run.Models[number % Models]);
        return made with
        {
            Key = new AttemptKey(task.Dataset, task.Id, model.Name, made.Key.Sample),
            Class = task.Class,
            TaskHash = task.ContentHash,
            Provider = model.Provider,
            // What the endpoint failed at would be asked again.
            Verdict = made.Verdict == Verdict.ProviderError ? Verdict.Failed : made.Verdict,
            CostUsd = made.CostUsd ?? 0,
            IsSimulated = false,
        };
    }

    private static async Task<RunPlan> PlanAsync(string folder, int tasks)
    {
        var (data, config) = (Path.Combine(folder, "tasks.jsonl"), Path.Combine(folder, "eval.json"));
        await File.WriteAllLinesAsync(data, Enumerable.Range(0, tasks).Select(number => JsonSerializer.Serialize(new
        {
            id = string.Create(CultureInfo.InvariantCulture, $"task-{number:d6}"),
            @class = "completion",
            prompt = $"Return the sum of a number and {number}.",
            language = "csharp",
            entryPoint = "Solution.Plus",
            tests = new[] { new { call = "Solution.Plus(1)", expected = number + 1 } },
        })));

        // Nobody is asked: nothing need listen there.
        await File.WriteAllTextAsync(config, JsonSerializer.Serialize(new
        {
            providers = new { lab = new { baseUrl = "http://127.0.0.1:9/v1" } },
            models = Enumerable.Range(0, Models).ToDictionary(number => $"model-{number}", number => new
            {
                provider = "lab", model = $"model-{number}", price = new { input = 0.5m + number, output = 2m + (3 * number) },
            }),
        }));
        var options = new RunOptions
        {
            Models = [.. Enumerable.Range(0, Models).Select(number => $"model-{number}")],
            Datasets = [data],
            Samples = Samples,
            Config = config,
            Out = folder,
            DryRun = true,
        };
        await using var prepared = await new RunSetup(options, null, Terminal.OfThisProcess(), TimeProvider.System)
            .PrepareAsync([], CancellationToken.None);
        return prepared.Plan with { Run = prepared.Plan.Run with { Id = Id } };
    }
}
