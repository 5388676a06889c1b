using System.Collections.Concurrent;
using System.Text.Json;
using Eval.Datasets;
using Eval.Harness.Scoring;
using Eval.Results.Records;
using Eval.Sandboxes;
using Eval.Sandboxes.Docker;
using Eval.Sandboxes.Roslyn;

namespace Eval.Harness.Tests.RealData;

/// <summary>Real C# of people and of a model must get the verdicts that were published for it.</summary>
[Trait("Needs", "public data sets")]
public sealed class CSharpSolutionsTests
{
    /// <summary>What the data set's own evaluator puts in front of every solution.</summary>
    private const string Usings =
        "using System.Numerics;\nusing System.Security.Cryptography;\nusing System.Text;\nusing System.Text.RegularExpressions;\n";

    [Theory]
    [InlineData("roslyn", Explicit = true)]
    [InlineData("docker", Explicit = true)]
    public async Task All_164_hand_written_solutions_pass(string sandbox)
    {
        var verdicts = await ScoreAsync(sandbox, task => task.ReferenceSolution!);

        Assert.Equal(164, verdicts.Count);
        Assert.Empty(verdicts.Where(verdict => verdict.Value.Verdict != Verdict.Passed)
            .Select(verdict => $"{verdict.Key}: {verdict.Value.Error}"));
    }

    [Theory]
    [InlineData("docker", 4)]
    [InlineData("roslyn", 1, Explicit = true)]
    [InlineData("docker", 1, Explicit = true)]
    public async Task A_models_116_of_164_come_out_task_by_task(string sandbox, int every)
    {
        var answers = Records("completions/csharp/poly-codellama-13b-python-to-csharp.jsonl")
            .ToDictionary(record => record.GetProperty("task_id").GetString()!);

        var verdicts = await ScoreAsync(sandbox, task => answers[task.Id].GetProperty("csharp_code").GetString()!, every);

        var different = verdicts.Where(verdict => (verdict.Value.Verdict == Verdict.Passed) != answers[verdict.Key]
            .GetProperty("published_passed").GetBoolean());
        Assert.Equal(164 / every, verdicts.Count);
        Assert.Empty(different.Select(verdict => $"{verdict.Key}: {verdict.Value.Verdict} {verdict.Value.Error}"));
        Assert.True(every > 1 || verdicts.Count(verdict => verdict.Value.Verdict == Verdict.Passed) == 116);
    }

    private static async Task<ConcurrentDictionary<string, ScoredAnswer>> ScoreAsync(string kind, Func<FunctionTask, string> answer,
        int every = 1)
    {
        var tasks = Records("humaneval-cs/poly-humaneval-csharp-gold.jsonl").Where((_, index) => index % every == 0)
            .Select(PolyHumanEval.Task).ToList();
        await using var sandbox = kind == "roslyn"
            ? await RoslynSandbox.StartAsync(new RoslynSandboxOptions(), TestContext.Current.CancellationToken) : await DockerAsync();
        var scorer = new FunctionScorer(sandbox, (ISyntaxReader)sandbox,
            new ResourceLimits { CpuTime = TimeSpan.FromSeconds(15), WallTime = TimeSpan.FromSeconds(40) });
        var verdicts = new ConcurrentDictionary<string, ScoredAnswer>();
        await Parallel.ForEachAsync(tasks, new ParallelOptions { MaxDegreeOfParallelism = 4,
            CancellationToken = TestContext.Current.CancellationToken }, async (task, ct) =>
            verdicts[task.Id] = await scorer.ScoreCodeAsync(task, Usings + answer(task), ct));
        return verdicts;
    }

    private static async Task<ISandbox> DockerAsync()
    {
        try
        {
            return await DockerSandbox.StartAsync(new DockerSandboxOptions(), TestContext.Current.CancellationToken);
        }
        catch (SandboxUnavailableException e)
        {
            Require.That(false, "needs a container engine: " + e.Message);
            throw;
        }
    }

    private static List<JsonElement> Records(string file) =>
        File.ReadLines(Require.SharedData(file)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
}
