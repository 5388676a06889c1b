using Eval.Datasets;

namespace Eval.Harness.Replies;

/// <summary>The texts at which a data set says that a continuation ends.</summary>
internal static class StopTokens
{
    /// <summary>
    /// Returns the code in front of the first of them; all of it where that needs what is declared behind it, as a body needs the functions
    /// that it calls.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="code">Code that continues the prompt.</param>
    /// <param name="reader">Reads the language; null where only the texts count.</param>
    public static string Cut(FunctionTask task, string code, ICodeReader? reader = null)
    {
        var ends = task.StopTokens.Select(stop => code.IndexOf(stop, StringComparison.Ordinal)).Where(index => index >= 0);
        var cut = code[..ends.DefaultIfEmpty(code.Length).Min()];
        return cut.Length < code.Length && reader is not null && NeedsMore(reader.Read(task.Prompt + cut), reader.Read(task.Prompt + code))
            ? code : cut;
    }

    private static bool NeedsMore(CodeOutline cut, CodeOutline whole) =>
        cut.Parses && whole.Parses && cut.Needs.Any(whole.Declares.Contains);
}
