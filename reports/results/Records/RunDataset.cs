namespace Eval.Results.Records;

/// <summary>A data set as a run used it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Source">The file or folder it was read from.</param>
/// <param name="Hash">The SHA-256 of its bytes.</param>
/// <param name="Tasks">The number of tasks after filters, without those that were set aside.</param>
public sealed record RunDataset(string Name, string Source, string Hash, int Tasks);
