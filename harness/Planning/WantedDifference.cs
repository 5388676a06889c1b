namespace Eval.Harness.Planning;

/// <summary>What it takes to show a difference of pass rates.</summary>
/// <param name="Difference">The difference, 0 to 1.</param>
/// <param name="Tasks">So many tasks with the planned samples.</param>
/// <param name="Samples">So many samples of the planned tasks; null when no number does.</param>
internal readonly record struct WantedDifference(double Difference, int Tasks, int? Samples);
