using System.Text.Json;
using Eval.Datasets;
using Eval.Harness.Replies;
using Eval.Harness.Scoring;
using Eval.Sandboxes;
using Eval.Sandboxes.Docker;

namespace Eval.Harness.Tests.RealData;

/// <summary>Completions of real models, whose published verdicts must come out again.</summary>
[Trait("Needs", "docker")]
public sealed class PythonCompletionsTests
{
    private const int FreshTasks = 60;

    /// <summary>What never ends takes all of it.</summary>
    private static readonly ResourceLimits Limits = new() { CpuTime = TimeSpan.FromSeconds(10), WallTime = TimeSpan.FromMinutes(3) };

    /// <summary>A few of MBPP+'s inputs take many seconds.</summary>
    private static readonly ResourceLimits LongLimits = new() { CpuTime = TimeSpan.FromSeconds(60), WallTime = TimeSpan.FromMinutes(5) };

    [Theory]
    [InlineData("ldb-gpt-3.5-turbo-0613", AnswerAssembly.Imports, 121)]
    [InlineData("ldb-starcoder", AnswerAssembly.Imports, 64, Explicit = true)]
    [InlineData("ldb-codellama-34b", AnswerAssembly.Alone, 81)]
    [InlineData("mapcoder-chatgpt-cot", AnswerAssembly.Imports, 113, Explicit = true)]
    [InlineData("mapcoder-gpt4-turbo-selfplanning", AnswerAssembly.Imports, 140, Explicit = true)]
    [InlineData("mapcoder-gemini-direct", AnswerAssembly.Imports, 106, Explicit = true)]
    public async Task Published_verdicts_come_out_task_by_task(string model, object assembly, int published)
    {
        var verdicts = await ScoreAsync($"python/{model}.jsonl", (AnswerAssembly)assembly);

        Assert.Equal(published, verdicts.Count(verdict => verdict.Passed));
        Assert.Empty(verdicts.Where(verdict => verdict.Passed != verdict.Published).Select(verdict => verdict.Task));
    }

    [Theory]
    [InlineData("mapcoder-chatgpt-cot", 120, 120)]
    [InlineData("llmhb-gpt-3.5", 112, 113, Explicit = true)]
    [InlineData("llmhb-claude-2023", 77, 78, Explicit = true)]
    [InlineData("llmhb-bard-2023", 73, 73, Explicit = true)]
    public async Task Published_counts_come_out_with_the_prompt_in_front(string model, int min, int max) =>
        Assert.InRange((await ScoreAsync($"python/{model}.jsonl", AnswerAssembly.Prompt)).Count(verdict => verdict.Passed), min, max);

    [Theory]
    [InlineData("gpt-4o-mini-2024-07-18", 573, Explicit = true)]
    [InlineData("claude-3-5-sonnet-20240620", 540)]
    public async Task Answers_known_to_be_right_pass(string model, int count)
    {
        var verdicts = await ScoreAsync($"python-known-correct/evalperf-{model}.jsonl", AnswerAssembly.Prompt);

        Assert.Equal((count, 0), (verdicts.Count, verdicts.Count(verdict => !verdict.Passed)));
    }

    [Fact]
    public async Task The_solutions_of_HumanEval_pass()
    {
        var (count, failed) = await ScoreReferencesAsync(await TasksAsync());

        Assert.Equal(164, count);
        Assert.Empty(failed);
    }

    [Fact]
    public async Task The_solutions_of_MBPP_as_published_pass()
    {
        var (count, failed) = await ScoreReferencesAsync(
            await ReadAsync(new MbppDataset("Mbpp", Require.SharedData("mbpp/MBPP-full.jsonl"))));

        Assert.Equal(974, count);
        Assert.Empty(failed);
    }

    [Fact]
    public async Task The_solutions_of_HumanEval_plus_in_human_evals_own_format_pass()
    {
        var tasks = await ReadAsync(new HumanEvalDataset("HumanEvalPlus",
            Require.SharedData("humaneval-plus/HumanEvalPlus-OriginFmt.jsonl.gz")));
        var (count, failed) = await ScoreReferencesAsync([.. tasks.Where((_, place) => place % 8 == 0)]);

        // Every eighth, which takes long enough. The one fails in plain Python, too: its test unpacks a number.
        Assert.Equal((164, 21), (tasks.Count, count));
        Assert.StartsWith("HumanEval/32: Failed", Assert.Single(failed), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(1, Explicit = true)]
    public async Task The_solutions_of_MBPP_plus_pass(int every)
    {
        var tasks = await ReadAsync(new EvalPlusDataset("MbppPlus", Require.SharedData("mbpp/MbppPlus.jsonl.gz")));
        var chosen = tasks.Where((_, index) => index % every == 0).ToList();

        var (count, failed) = await ScoreReferencesAsync(chosen);

        // One task's own solution makes 1.6 million tuples of 77 items, about a gigabyte: that is said, and nobody is scored by it.
        Assert.Equal((378, chosen.Count), (tasks.Count, count));
        Assert.Equal(
            chosen.Any(task => task.Id == "Mbpp/255")
                ? ["Mbpp/255: SandboxError the data set's own text cannot be used here: its test program alone needs more than 448 MiB"]
                : [],
            failed);
    }

    [Fact]
    public async Task Verdicts_of_warm_containers_are_those_of_a_fresh_one_each()
    {
        var warm = await ScoreAsync("python/ldb-starcoder.jsonl", AnswerAssembly.Imports, FreshTasks);
        var fresh = await ScoreAsync("python/ldb-starcoder.jsonl", AnswerAssembly.Imports, FreshTasks, answersPerContainer: 1);

        Assert.Equal(FreshTasks, fresh.Count);
        Assert.InRange(fresh.Count(verdict => verdict.Passed), 1, FreshTasks - 1);
        Assert.Equal(fresh.Order(), warm.Order());
    }

    private static async Task<DockerSandbox> StartAsync(ResourceLimits limits, int answersPerContainer = 2000)
    {
        try
        {
            return await DockerSandbox.StartAsync(new DockerSandboxOptions { Limits = limits, AnswersPerContainer = answersPerContainer },
                TestContext.Current.CancellationToken);
        }
        catch (SandboxUnavailableException e)
        {
            Require.That(false, "needs a container engine: " + e.Message);
            throw;
        }
    }

    private static Task<List<FunctionTask>> TasksAsync() =>
        ReadAsync(new HumanEvalDataset("HumanEval", Require.SharedData("humaneval/HumanEval.jsonl.gz")));

    private static async Task<List<FunctionTask>> ReadAsync(IDataset dataset) =>
        await dataset.ReadAsync(TestContext.Current.CancellationToken).Cast<FunctionTask>()
            .ToListAsync(TestContext.Current.CancellationToken);

    private static async Task<(int Count, IReadOnlyCollection<string> Failed)> ScoreReferencesAsync(List<FunctionTask> tasks)
    {
        await using var sandbox = await StartAsync(LongLimits);
        var scorer = new FunctionScorer(sandbox, null, LongLimits);
        var failed = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(tasks, TestContext.Current.CancellationToken, async (task, ct) =>
        {
            var scored = await scorer.ScoreCodeAsync(task, task.ReferenceSolution!, ct);
            if (scored.Verdict != Results.Records.Verdict.Passed)
            {
                failed.Add($"{task.Id}: {scored.Verdict} {scored.Error}");
            }
        });
        return (tasks.Count, failed);
    }

    private static async Task<List<(string Task, bool Passed, bool Published)>> ScoreAsync(string file, AnswerAssembly assembly,
        int max = int.MaxValue, int answersPerContainer = 2000)
    {
        var lines = await File.ReadAllLinesAsync(Require.SharedData("completions/" + file), TestContext.Current.CancellationToken);
        var tasks = (await TasksAsync()).ToDictionary(task => task.Id);
        await using var sandbox = await StartAsync(Limits, answersPerContainer);
        var scorer = new FunctionScorer(sandbox, null, Limits, assembly);
        var verdicts = new System.Collections.Concurrent.ConcurrentBag<(string, bool, bool)>();
        await Parallel.ForEachAsync(lines.Take(max), TestContext.Current.CancellationToken, async (line, ct) =>
        {
            using var record = JsonDocument.Parse(line);
            var answer = record.RootElement;
            var task = tasks[answer.GetProperty("task_id").GetString()!];
            var scored = answer.TryGetProperty("reply", out var reply)
                ? await scorer.ScoreAsync(task, new Reply(reply.GetString()!, null), ct)
                : await scorer.ScoreCodeAsync(task, answer.GetProperty("code").GetString()!, ct);
            verdicts.Add((task.Id, scored.Verdict == Results.Records.Verdict.Passed,
                answer.TryGetProperty("published_passed", out var published) && published.GetBoolean()));
        });
        return [.. verdicts];
    }
}
