namespace Eval.Reports.Comparisons;

/// <summary>A task on which two sides differ.</summary>
/// <param name="Dataset">The data set.</param>
/// <param name="TaskId">The task.</param>
/// <param name="Class">The task's class.</param>
/// <param name="First">The first side's share of passing attempts.</param>
/// <param name="Second">The second side's share.</param>
public sealed record TaskFlip(string Dataset, string TaskId, string Class, double First, double Second);
