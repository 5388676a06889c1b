namespace Eval.Results.Records;

/// <summary>A task that counts for no model of a run, because nobody could be scored by it.</summary>
/// <param name="Dataset">The data set.</param>
/// <param name="TaskId">The task's id.</param>
/// <param name="Reason">Why, in one line; it may quote the data set and what its reference printed.</param>
public sealed record RunSetAsideTask(string Dataset, string TaskId, string Reason);
