using Eval.Datasets;

namespace Eval.Harness.Scoring;

/// <summary>
/// Answers that do nothing, for tasks without a reference: they must compile with the data set's own text. They are for prompts that are
/// continued and tests that call nothing but what the prompt declares.
/// </summary>
internal static class StubAnswer
{
    /// <summary>Returns what a method of any type gives by default, so that null goes where null is a possible result.</summary>
    public const string Default = "        return default;\n";

    /// <summary>Fits a method of any type, also one that returns nothing.</summary>
    public const string Throwing = "        throw null;\n";

    public static bool Suits(FunctionTask task) =>
        task is { Language: "csharp", PromptStyle: PromptStyle.Continuation, ReferenceSolution: null }
        && task.Tests is ProgramTests { Style: ProgramTestStyle.MultiPlE };
}
