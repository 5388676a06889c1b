namespace Eval.Datasets;

/// <summary>An answer that exists already, to be scored without asking a model.</summary>
/// <param name="Model">The model's name; the file's own name where the record has none.</param>
/// <param name="TaskId">The task.</param>
/// <param name="Sample">The number among the model's answers to this task, from 0.</param>
/// <param name="Kind">What the text is.</param>
/// <param name="Text">The text as it stands in the file.</param>
/// <param name="File">The file.</param>
/// <param name="Line">The line it begins on.</param>
public sealed record StoredCompletion(string Model, string TaskId, int Sample, CompletionKind Kind, string Text, string File, int Line);
