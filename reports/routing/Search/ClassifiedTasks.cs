using Eval.Routing.Evaluation;
using Eval.Routing.Policies;

namespace Eval.Routing.Search;

/// <summary>
/// Puts what a classifier reads from the prompts in the place of what callers would declare. Each prompt is read by a classifier that was
/// trained on the other folds: neither its class nor its outcome was known to whoever decides about it. So a policy's value is one over the
/// confusion matrix, task by task.
/// </summary>
internal sealed record ClassifiedTasks(IReadOnlyList<RoutedTask> Tasks, PromptClassifier Classifier)
{
    /// <param name="tasks">The tasks with their prompts.</param>
    /// <param name="feature">What is to be read: the class, or the difficulty as annotated.</param>
    /// <param name="foldOf">The fold of each task.</param>
    /// <exception cref="Search.RoutingException">There is nothing to train on.</exception>
    public static ClassifiedTasks Create(IReadOnlyList<RoutedTask> tasks, string feature, int[] foldOf)
    {
        var words = tasks.Select(task => task.Prompt is { } prompt ? PromptWords.Parse(prompt) : null).ToArray();
        if (words.All(prompt => prompt is null))
        {
            throw new Search.RoutingException(
                "A classifier is trained on prompts, and these outcomes have none; take a run of this program, whose store holds them.");
        }

        var values = tasks.Select(task => task.Feature(feature)).ToArray();
        PromptClassifier? Trained(Func<int, bool> isTrained) => ClassifierTraining.Train(
            feature, [.. Enumerable.Range(0, tasks.Count)
                .Where(task => isTrained(task) && words[task] is not null && values[task] is not null)
                .Select(task => (values[task]!, words[task]!))]);

        var ofAll = Trained(_ => true) ?? throw new Search.RoutingException(
            $"There is nothing for a classifier to tell apart: the tasks have {(values.Any(value => value is not null) ? "one" : "no")} "
                + $"{RequestFeature.MetadataName(feature).Replace('_', ' ')}; drop --classify, or measure tasks of several.");
        var ofFold = foldOf.Distinct().ToDictionary(fold => fold, fold => Trained(task => foldOf[task] != fold));
        var read = tasks.Select((task, index) => task.Prompt is { } prompt ? ofFold[foldOf[index]]?.Classify(prompt) : null).ToArray();
        var measured = Enumerable.Range(0, tasks.Count).Where(task => words[task] is not null && values[task] is not null)
            .Select(task => (values[task]!, read[task])).ToList();
        return new ClassifiedTasks(
            [.. tasks.Select((task, index) => task with { Classified = new ClassifiedFeature(feature, read[index]) })],
                ofAll with { Quality = ClassifierQuality.From(measured) });
    }
}
