namespace Eval.Harness.Options;

/// <summary>Which tasks are asked.</summary>
/// <param name="Datasets">Names or files of data sets.</param>
/// <param name="Ids">Patterns of the tasks' ids; empty for all.</param>
/// <param name="Classes">Their classes; empty for all.</param>
/// <param name="Limit">How many of each data set; null for all.</param>
internal sealed record TaskOptions(IReadOnlyList<string> Datasets, IReadOnlyList<string> Ids, IReadOnlyList<string> Classes, int? Limit);
