namespace Eval.Harness.Fitness;

/// <summary>Whether answers can be scored by a task.</summary>
internal enum FitnessKind
{
    /// <summary>Its own reference passes, or where it has none nothing speaks against it.</summary>
    Fit,

    /// <summary>Whatever a model answers, the verdict would say nothing about the answer.</summary>
    Unfit,

    /// <summary>There is no reference and nothing else to check it by.</summary>
    Unchecked,

    /// <summary>The sandbox failed; that says nothing about the task.</summary>
    SandboxFailed,
}
