using Eval.Datasets;
using Eval.Harness.Models;

namespace Eval.Harness.Prompts;

/// <summary>
/// Turns a task into the messages a model gets. A change here changes every result: it is part of the settings fingerprint.
/// </summary>
internal static class PromptBuilder
{
    /// <summary>Raised with every change of the wording.</summary>
    public const int Version = 2;

    /// <summary>Returns what a model is told first.</summary>
    public static IReadOnlyList<ChatMessage> Messages(EvalTask task) => task switch
    {
        FunctionTask function => [new ChatMessage("user", UserMessage(function))],
        IssueTask issue => AgentPrompt.Begin(issue),
        _ => throw new NotSupportedException($"Task {task.Id} is of a kind that has no prompt."),
    };

    public static string UserMessage(FunctionTask task)
    {
        var (language, tag) = task.Language switch
        {
            "csharp" => ("C# (.NET 10)", "csharp"),
            "python" => ("Python 3", "python"),
            "javascript" => ("JavaScript (Node.js 24)", "javascript"),
            _ => (task.Language, task.Language),
        };
        return task.PromptStyle == PromptStyle.Continuation
            ? $"Complete this {language} code. Reply with the whole code, including what is given, in one fenced code block. Add no "
            + $"example and no entry point.\n\n```{tag}\n{task.Prompt.TrimEnd()}\n```\n"
            : $"{task.Prompt.TrimEnd()}\n\nAnswer in {language} with one fenced code block that holds the complete code and compiles on "
            + $"its own. Only the base class library is available. Add no example and no entry point.\n";
    }
}
