using System.Globalization;
using Eval.Datasets;
using Eval.Harness.Models;
using Eval.Routing.Policies;

namespace Eval.Harness.Runs;

/// <summary>
/// What a router could see of a request that asks for a task. Its class and its difficulty are what a caller would have to say; where a
/// classifier is to read one of them from the prompt, nobody says it.
/// </summary>
internal static class TaskFeatures
{
    public static IReadOnlyDictionary<string, string> From(EvalTask task, IReadOnlyList<ChatMessage> messages,
        PromptClassifier? classifier = null)
    {
        var features = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [RequestFeature.Class] = task.Class,
            [RequestFeature.Language] = task.Language,
            // As a prompt is stored and so measured: with a blank line between messages.
            [RequestFeature.PromptTokens] = RequestFeature.TokensOf(messages.Sum(message => (long)message.Content.Length)
                + (2 * (messages.Count - 1))).ToString(CultureInfo.InvariantCulture),
        };
        if (task is IssueTask issue)
        {
            features[RequestFeature.Repository] = issue.Repository;
        }

        if (task.Difficulty is { } difficulty)
        {
            features[RequestFeature.DeclaredDifficulty] = difficulty;
        }

        if (classifier is not null)
        {
            features.Remove(classifier.Feature);
            // As a prompt is stored, and so was read when it was measured.
            if (classifier.Classify(string.Join("\n\n", messages.Select(message => message.Content))) is { } read)
            {
                features[classifier.Feature] = read;
            }
        }

        return features;
    }
}
