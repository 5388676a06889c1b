using System.Globalization;
using Eval.Datasets;
using Eval.Harness.Models;
using Eval.Reports.Routing.Policies;

namespace Eval.Harness.Runs;

/// <summary>What a router could see of a request that asks for a task. Its difficulty is what a caller would have to say.</summary>
internal static class TaskFeatures
{
    public static IReadOnlyDictionary<string, string> Of(EvalTask task, IReadOnlyList<ChatMessage> messages)
    {
        var features = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [RequestFeature.Class] = task.Class,
            [RequestFeature.Language] = task.Language,
            // As a prompt is stored and so measured: with a blank line between messages.
            [RequestFeature.PromptTokens] = RequestFeature.TokensOf(messages.Sum(message => (long)message.Content.Length) + (2 * (messages.Count - 1))).ToString(CultureInfo.InvariantCulture),
        };
        if (task is IssueTask issue)
        {
            features[RequestFeature.Repository] = issue.Repository;
        }

        if (task.Difficulty is { } difficulty)
        {
            features[RequestFeature.CallerPrefix + RequestFeature.Difficulty] = difficulty;
        }

        return features;
    }
}
