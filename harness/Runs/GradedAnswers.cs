using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Eval.Datasets;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Harness.Patches;
using Eval.Harness.Replies;
using Eval.Results;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Harness.Runs;

/// <summary>Answers made elsewhere, taken into a run as if a model had just given them.</summary>
internal static class GradedAnswers
{
    /// <summary>The name that stands for the tasks' own patches.</summary>
    public const string Gold = RunOptions.GoldPredictions;

    private const int MaxNamedTasks = 5;

    /// <summary>Answers that are stored at once, in one write.</summary>
    private const int StoredTogether = 256;
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads the answers to the chosen tasks, and leaves the tasks that have one. What is left out is said.</summary>
    public static async Task<(IReadOnlyList<StoredCompletion> Completions, IReadOnlyList<EvalTask> Tasks)> ReadAsync(
        RunOptions options,
        IReadOnlyList<EvalTask> tasks,
        IReadOnlyList<IReadOnlyList<string>> orders,
        List<string> mistakes,
        Action<string> warn,
        CancellationToken ct)
    {
        foreach (var same in options.Completions.GroupBy(CompletionFile.NameOf, StringComparer.OrdinalIgnoreCase)
            .Where(paths => paths.Count() > 1))
        {
            mistakes.Add($"--completions {string.Join(" and ", same)} are both called {same.Key}, and their results would be written into "
                + "one file; give them names of their own.");
        }

        var known = tasks.ToLookup(task => task.Id);
        var completions = new List<StoredCompletion>();
        var keys = new HashSet<(string, string, int)>();
        var unknown = new List<string>();
        var files = options.Completions.Where(Path.Exists).Select(path => (path, CompletionFile.ReadAsync(path, orders, ct)))
            .Concat(options.Predictions.Where(file => file == Gold || File.Exists(file))
                .Select(file => (file, file == Gold ? GoldPatches(tasks) : PredictionFile.ReadAsync(file, ct))));
        foreach (var (file, answers) in files)
        {
            try
            {
                await foreach (var completion in answers)
                {
                    if (!known.Contains(completion.TaskId))
                    {
                        unknown.Add(completion.TaskId);
                    }
                    else if (!keys.Add((completion.Model, completion.TaskId, completion.Sample)))
                    {
                        mistakes.Add($"{file}, line {completion.Line}: sample {completion.Sample} of {completion.Model} for task "
                            + $"{completion.TaskId} stands in another file too; give the models names of their own.");
                    }
                    else
                    {
                        completions.Add(completion);
                    }
                }
            }
            catch (DatasetFormatException e)
            {
                mistakes.AddRange(e.Sentences);
            }
        }

        if (completions.Count == 0 && mistakes.Count == 0)
        {
            mistakes.Add($"None of the answers is for one of the chosen tasks (the answers name {Some(unknown)}); name the right file with "
                + "--datasets.");
        }
        else if (unknown.Count > 0)
        {
            warn($"{unknown.Count} answers are for tasks that are not among the chosen ones and are left out ({Some(unknown)}).");
        }

        var answered = completions.Select(completion => completion.TaskId).ToHashSet();
        var open = tasks.Where(task => !answered.Contains(task.Id)).Select(task => task.Id).ToList();
        if (open.Count > 0 && completions.Count > 0)
        {
            warn($"{open.Count} of {tasks.Count} tasks have no answer and count in no rate ({Some(open)}).");
        }

        foreach (var model in completions.Where(IsFencedProgram).GroupBy(completion => completion.Model))
        {
            warn(
                $"{model.First().File}: {model.Count()} answers of {model.Key} hold a Markdown fence, but their field says that they are "
                    + "code, which is run "
                + $"as it stands ({Some(model.Select(completion => completion.TaskId))}); give chat replies as 'reply', then their code is "
                + "read out.");
        }

        return (completions, tasks.Where(task => answered.Contains(task.Id)).ToList());
    }

    private static bool IsFencedProgram(StoredCompletion completion) =>
        completion.Kind is CompletionKind.Completion or CompletionKind.Solution && CommonMarkFences.Read(completion.Text).Count > 0;

    /// <summary>
    /// Returns the ids of all tasks of the data sets, and of the chosen ones: one of these is the order of answers without ids.
    /// </summary>
    public static async Task<IReadOnlyList<IReadOnlyList<string>>> OrdersAsync(
        RunOptions options, IReadOnlyList<EvalTask> chosen, CancellationToken ct)
    {
        var all = new List<string>();
        foreach (var name in options.Completions.Count > 0 ? options.Datasets : [])
        {
            try
            {
                var dataset = await DatasetCatalog.BesideProgram.OpenAsync(name, ct);
                all.AddRange(await dataset.ReadAsync(ct).Select(task => task.Id).ToListAsync(ct));
            }
            catch (DatasetFormatException)
            {
                // Told when its tasks were read.
            }
        }

        return [all, [.. chosen.Select(task => task.Id)]];
    }

    /// <summary>The tasks' own patches, as SWE-bench calls and grades them.</summary>
    private static async IAsyncEnumerable<StoredCompletion> GoldPatches(IEnumerable<EvalTask> tasks)
    {
        await Task.CompletedTask;
        foreach (var task in tasks.OfType<IssueTask>().Where(task => task.GoldPatch is not null))
        {
            yield return new StoredCompletion(Gold, task.Id, 0, CompletionKind.Patch, task.GoldPatch!, Gold, 0);
        }
    }

    private static string Some(IEnumerable<string> tasks)
    {
        var all = tasks.Distinct().ToList();
        return string.Join(", ", all.Take(MaxNamedTasks)) + (all.Count > MaxNamedTasks ? ", …" : "");
    }

    /// <summary>Returns the models the answers are from.</summary>
    public static IReadOnlyList<ModelSpec> Models(IReadOnlyList<StoredCompletion> completions) =>
        completions.GroupBy(completion => completion.Model).Select(answers => new ModelSpec
        {
            Name = answers.Key,
            RequestedModel = answers.Key,
            Source = new AnswerFileSource(answers.First().File),
        }).ToList();

    /// <summary>
    /// Stores the answers as replies that are still to be scored, so that from here on everything goes the way of a run. A run that ended
    /// before all were stored gets the rest when it is resumed.
    /// </summary>
    public static async Task StoreAsync(
        IReadOnlyList<StoredCompletion> completions, RunPlan plan, IRunStore store, IReadOnlySet<AttemptKey> stored, CancellationToken ct)
    {
        var tasks = plan.Tasks.ToLookup(task => task.Id);
        var missing = completions.SelectMany(completion => tasks[completion.TaskId].Select(task => (Completion: completion, Task: task)))
            .Where(answer => !stored.Contains(KeyOf(answer.Completion, answer.Task)));
        foreach (var together in missing.Chunk(StoredTogether))
        {
            await Task.WhenAll(together.Select(answer => store.SaveReplyAsync(AsReply(answer.Completion, answer.Task, plan.Run.Id), ct)));
        }
    }

    private static Attempt AsReply(StoredCompletion completion, EvalTask task, string runId) => new()
    {
        RunId = runId,
        Key = KeyOf(completion, task),
        Class = task.Class,
        Difficulty = task.Difficulty,
        Language = task.Language,
        TaskHash = task.ContentHash,
        Provider = RunModel.File,
        Verdict = Verdict.Skipped,
        Texts = new AttemptTexts { Prompt = task.Prompt, Reply = AsReply(completion, task.Language) },
    };

    private static AttemptKey KeyOf(StoredCompletion completion, EvalTask task) =>
        new(task.Dataset, task.Id, completion.Model, completion.Sample);

    /// <summary>
    /// Writes human-eval's file of results beside the report: every record as it was, with <c>result</c> and <c>passed</c>.
    /// </summary>
    /// <param name="paths">The files and folders of answers.</param>
    /// <param name="orders">The orders in which the answers were read.</param>
    /// <param name="results">The results.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="ct">The cancellation token.</param>
    public static async Task WriteResultsAsync(
        IReadOnlyList<string> paths, IReadOnlyList<IReadOnlyList<string>> orders, RunResults results, string folder, CancellationToken ct)
    {
        if (paths.Count == 0)
        {
            return;
        }

        var verdicts = new Dictionary<(string Model, string Task, int Sample), (bool Passed, string Result)>();
        foreach (var attempt in results.Attempts)
        {
            verdicts[(attempt.Key.Model, attempt.Key.TaskId, attempt.Key.Sample)] = (attempt.Passed, Result(attempt));
        }

        foreach (var path in paths)
        {
            await using var output = File.Create(Path.Combine(folder, $"{CompletionFile.NameOf(path)}_results.jsonl"));
            var line = new ArrayBufferWriter<byte>();
            await using var json = new Utf8JsonWriter(line, Format);
            await foreach (var (completion, record) in CompletionFile.ReadRecordsAsync(path, orders, ct))
            {
                if (!verdicts.TryGetValue((completion.Model, completion.TaskId, completion.Sample), out var verdict))
                {
                    continue;
                }

                line.ResetWrittenCount();
                json.Reset();
                WriteLine(json, record, completion, verdict);
                await json.FlushAsync(ct);
                line.Write("\n"u8);
                await output.WriteAsync(line.WrittenMemory, ct);
            }
        }
    }

    private static void WriteLine(
        Utf8JsonWriter json, JsonElement? record, StoredCompletion completion, (bool Passed, string Result) verdict)
    {
        json.WriteStartObject();
        if (record is { } whole)
        {
            foreach (var property in whole.EnumerateObject().Where(property => property.Name is not ("result" or "passed")))
            {
                property.WriteTo(json);
            }
        }
        else
        {
            json.WriteString("task_id", completion.TaskId);
            json.WriteString(completion.Kind.ToString().ToLowerInvariant(), completion.Text);
        }

        json.WriteString("result", verdict.Result);
        json.WriteBoolean("passed", verdict.Passed);
        json.WriteEndObject();
    }

    /// <summary>The words human-eval uses.</summary>
    private static string Result(Attempt attempt) => attempt.Verdict switch
    {
        Verdict.Passed => "passed",
        Verdict.Timeout => "timed out",
        _ => "failed: " + (attempt.Error ?? attempt.Verdict.ToString()),
    };

    /// <summary>Code goes into a fence of its own, longer than any inside it, so that it is taken as it is.</summary>
    private static string AsReply(StoredCompletion completion, string language)
    {
        if (completion.Kind == CompletionKind.Patch)
        {
            return PatchText.Wrap(completion.Text);
        }

        if (completion.Kind == CompletionKind.Reply)
        {
            return completion.Text;
        }

        var longest = 0;
        var current = 0;
        foreach (var letter in completion.Text)
        {
            current = letter == '`' ? current + 1 : 0;
            longest = Math.Max(longest, current);
        }

        var fence = new string('`', Math.Max(3, longest + 1));
        return new StringBuilder().Append(fence).Append(language).Append('\n').Append(completion.Text).Append('\n').Append(fence)
            .Append('\n').ToString();
    }
}
