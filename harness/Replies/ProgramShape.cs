using Eval.Datasets;

namespace Eval.Harness.Replies;

/// <summary>
/// Makes a whole program of what a model wrote in a language other than C# and Python. What declares the entry point, or parses alone and
/// does not continue the prompt, is whole; anything else continues the prompt, up to where the data set says that a continuation ends.
/// </summary>
internal static class ProgramShape
{
    public static ExtractedCode Shape(FunctionTask task, string code, AnswerRank rank, ICodeReader reader) =>
        task.PromptStyle == PromptStyle.Continuation && rank is AnswerRank.CompletesPrompt or AnswerRank.Unreadable
            ? new ExtractedCode(task.Prompt + StopTokens.Cut(task, code, reader), rank)
            : new ExtractedCode(code, rank);
}
