using Eval.Datasets;

namespace Eval.Harness.Auditing;

internal sealed record AuditOptions
{
    /// <summary>The least share of mutants, 0–1, that the tests of the whole set must kill. Default: 0.95.</summary>
    public double Threshold { get; init; } = 0.95;

    /// <summary>Programs that run at once. Default: the number of processors.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>The tasks that are audited. Default: all.</summary>
    public TaskFilter Filter { get; init; } = new();
}
