using Eval.Datasets;

namespace Eval.Harness.Issues;

/// <summary>What a check found of a task.</summary>
/// <param name="Task">The task.</param>
/// <param name="Problem">Why it is not fit to score anybody by; null when it is.</param>
/// <param name="GoldResolved">How often the known patch resolved it.</param>
/// <param name="EmptyUnresolved">How often exactly the listed tests failed without a patch.</param>
/// <param name="Testing">The time its tests take.</param>
/// <param name="Trust">How far its runner has to be believed.</param>
internal sealed record CheckedTask(IssueTask Task, string? Problem, int GoldResolved, int EmptyUnresolved, TimeSpan Testing, string Trust);
