using Eval.Datasets;
using Eval.Sandboxes;

namespace Eval.Harness.Scoring;

/// <summary>
/// Makes a whole program of what a model wrote, in a language of which nothing more is known than its folder of images says. Code that defines
/// what the tests call is whole; anything else continues the prompt, up to where the data set says that a continuation ends.
/// </summary>
internal static class ProgramShape
{
    public static ExtractedCode Shape(FunctionTask task, string code, ILanguageCatalog languages)
    {
        var isWhole = task.EntryPoint is not { } name || languages.Definitions(task.Language, code).Contains(name);
        if (isWhole || task.PromptStyle != PromptStyle.Continuation)
        {
            return new ExtractedCode(code, isWhole ? CodeFound.Parses : CodeFound.HasSyntaxErrors);
        }

        var end = task.StopTokens.Select(stop => code.IndexOf(stop, StringComparison.Ordinal)).Where(index => index >= 0).DefaultIfEmpty(code.Length).Min();
        return new ExtractedCode(task.Prompt + code[..end], CodeFound.HasSyntaxErrors);
    }
}
