namespace Eval.Datasets;

/// <summary>Says how a task's prompt is meant.</summary>
public enum PromptStyle
{
    /// <summary>The prompt is an instruction in words; the answer is a whole program or type.</summary>
    Instruction,

    /// <summary>The prompt is the beginning of a source file that the answer continues (human-eval, MultiPL-E).</summary>
    Continuation,
}
