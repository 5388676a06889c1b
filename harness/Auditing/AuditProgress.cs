namespace Eval.Harness.Auditing;

/// <summary>How far an audit is.</summary>
/// <param name="TaskId">The task at hand.</param>
/// <param name="TasksDone">The tasks that are finished.</param>
/// <param name="MutantsDone">The mutants of the task at hand that are scored.</param>
/// <param name="Mutants">All mutants of the task at hand.</param>
internal sealed record AuditProgress(string TaskId, int TasksDone, int MutantsDone, int Mutants);
