using System.Text;
using Eval.Datasets;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Harness.Patches;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Harness.Runs;

/// <summary>Answers made elsewhere, taken into a run as if a model had just given them.</summary>
/// <param name="Files">The files and folders that hold code or replies.</param>
/// <param name="Orders">The orders of tasks in which answers without ids were read.</param>
/// <param name="Completions">The answers to the chosen tasks.</param>
internal sealed record GradedAnswers(IReadOnlyList<string> Files, IReadOnlyList<IReadOnlyList<string>> Orders,
    IReadOnlyList<StoredCompletion> Completions)
{
    /// <summary>The name that stands for the tasks' own patches.</summary>
    public const string Gold = RunOptions.GoldPredictions;

    /// <summary>Answers that are stored at once, in one write.</summary>
    private const int StoredTogether = 256;

    /// <summary>Returns the models the answers are from.</summary>
    public IReadOnlyList<ModelSpec> Models() =>
        Completions.GroupBy(completion => completion.Model).Select(answers => new ModelSpec
        {
            Name = answers.Key,
            RequestedModel = answers.Key,
            Source = new AnswerFileSource(answers.First().File),
        }).ToList();

    /// <summary>Returns those that answer one of some tasks.</summary>
    public GradedAnswers To(IEnumerable<EvalTask> tasks)
    {
        var ids = tasks.Select(task => task.Id).ToHashSet();
        return this with { Completions = Completions.Where(completion => ids.Contains(completion.TaskId)).ToList() };
    }

    /// <summary>
    /// Stores the answers as replies that are still to be scored, so that from here on everything goes the way of a run. A run that ended
    /// before all were stored gets the rest when it is resumed.
    /// </summary>
    public async Task StoreAsync(RunPlan plan, IRunStore store, IReadOnlySet<AttemptKey> stored, CancellationToken ct)
    {
        var attempts = new AttemptBuilder(plan.Run.Id);
        var tasks = plan.Tasks.ToLookup(task => task.Id);
        var missing = Completions.SelectMany(completion => tasks[completion.TaskId].Select(task => (Completion: completion, Task: task)))
            .Where(answer => !stored.Contains(KeyOf(answer.Completion, answer.Task)));
        foreach (var together in missing.Chunk(StoredTogether))
        {
            await Task.WhenAll(together.Select(answer => store.SaveReplyAsync(attempts.FromFile(answer.Task, answer.Completion), ct)));
        }
    }

    public static AttemptKey KeyOf(StoredCompletion completion, EvalTask task) =>
        new(task.Dataset, task.Id, completion.Model, completion.Sample);

    /// <summary>Code goes into a fence of its own, longer than any inside it, so that it is taken as it is.</summary>
    public static string ReplyOf(StoredCompletion completion, string language)
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
