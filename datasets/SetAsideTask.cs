namespace Eval.Datasets;

/// <summary>A task of a data set that is left out, for every model alike, because the data set itself cannot be used for it.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Reason">What is wrong with it, in a few words that follow the task's id and a colon.</param>
public sealed record SetAsideTask(string TaskId, string Reason);
