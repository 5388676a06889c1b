namespace Eval.Results.Records;

/// <summary>What makes an attempt unique within its run.</summary>
/// <param name="Dataset">The data set's name.</param>
/// <param name="TaskId">The task.</param>
/// <param name="Model">The model as the user named it.</param>
/// <param name="Sample">The number of the completion for this task and model, from 0.</param>
public sealed record AttemptKey(string Dataset, string TaskId, string Model, int Sample);
