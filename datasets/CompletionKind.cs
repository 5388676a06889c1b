namespace Eval.Datasets;

/// <summary>The kinds of text a file of completions may hold.</summary>
public enum CompletionKind
{
    /// <summary>Continues the task's prompt.</summary>
    Completion,

    /// <summary>A whole program.</summary>
    Solution,

    /// <summary>A raw chat reply, whose code is to be extracted.</summary>
    Reply,

    /// <summary>A change of a repository, a unified diff.</summary>
    Patch,
}
