namespace Eval.Harness.Replies;

/// <summary>
/// What stands in front of an answer that is a full program, where the task's prompt is code too. Published figures differ in it.
/// </summary>
internal enum AnswerAssembly
{
    /// <summary>The prompt, with its imports and helper functions, as human-eval and EvalPlus do.</summary>
    Prompt,

    /// <summary>
    /// A few imports, as LDB and MapCoder do; a test that needs a helper of the prompt finds it only where the answer repeats it.
    /// </summary>
    Imports,

    /// <summary>Nothing.</summary>
    Alone,
}
