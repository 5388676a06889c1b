using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using Eval.Routing.Policies;
using Eval.Routing.Search;

namespace Eval.Reports.Tests.Routing.Classification;

/// <summary>What the classifier makes of real prompts that it was not trained on.</summary>
[Trait("Needs", "public data sets")]
public sealed class RealPromptsTests(ITestOutputHelper output)
{
    [Fact]
    public void Completions_puzzles_and_issues_are_told_apart()
    {
        var quality = Measure([
            .. Records("humaneval/HumanEval.jsonl.gz", "prompt").Select(prompt => ("completion", prompt)),
            .. Records("mbpp/MbppPlus.jsonl.gz", "prompt").Select(prompt => ("puzzle", prompt)),
            .. Records("swebench/swe-bench-lite-part-a.jsonl", "problem_statement").Select(prompt => ("issue-resolution", prompt))]);

        Assert.True(quality.Accuracy.Low > 0.9, quality.ToString());
    }

    [Fact]
    public void The_repository_of_an_issue_is_read_far_better_than_by_chance()
    {
        var quality = Measure([.. File.ReadLines(Require.SharedData("swebench/swe-bench-lite-part-a.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Select(record => (record.GetProperty("repo").GetString()!, record.GetProperty("problem_statement").GetString()!))]);

        Assert.True(quality.Accuracy.Low > quality.MostFrequentShare, quality.ToString());
    }

    private ClassifierQuality Measure((string Class, string Prompt)[] prompts)
    {
        var tasks = prompts.Select((prompt, number) => ATable.Task($"{number:0000}", ("m", ATable.Cell(true))) with { Class = prompt.Class,
            Prompt = prompt.Prompt }).ToList();
        var classifier = ClassifiedTasks.Create(tasks, RequestFeature.Class,
            [.. Enumerable.Range(0, tasks.Count).Select(number => number % 10)]).Classifier;
        output.WriteLine($"{classifier.Words.Count} words: {string.Join(' ', classifier.Words.Keys.Take(40))}");
        output.WriteLine($"{classifier.Quality!.Accuracy} against {classifier.Quality.MostFrequentShare}");
        foreach (var (value, read) in classifier.Quality.Confusion)
        {
            output.WriteLine($"{value}: {string.Join(", ", read)}");
        }

        return classifier.Quality;
    }

    private static IEnumerable<string> Records(string file, string field)
    {
        using var stream = File.OpenRead(Require.SharedData(file));
        using var reader = new StreamReader(file.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(stream, CompressionMode.Decompress) : stream);
        while (reader.ReadLine() is { } line)
        {
            // MBPP+ holds Infinity, which is no JSON; the field alone is.
            yield return JsonSerializer.Deserialize<string>(Regex.Match(line, $"\"{field}\": (\"(?:[^\"\\\\]|\\\\.)*\")").Groups[1].Value)!;
        }
    }
}
