using Eval.Datasets;

namespace Eval.Harness.Replies;

/// <summary>The texts at which a data set says that a continuation ends.</summary>
internal static class StopTokens
{
    /// <summary>Returns the code in front of the first of them.</summary>
    public static string Cut(FunctionTask task, string code) =>
        code[..task.StopTokens.Select(stop => code.IndexOf(stop, StringComparison.Ordinal)).Where(index => index >= 0).DefaultIfEmpty(code.Length).Min()];
}
