using BenchmarkDotNet.Attributes;
using Eval.Benchmarks.Statistics;
using Eval.Results;
using Eval.Results.Records;

namespace Eval.Benchmarks.Micro;

/// <summary>What the statistics of a run cost: rates, percentiles, costs, and 2,000 bootstrap replicates for each row.</summary>
[InProcess]
[MemoryDiagnoser]
public class SummaryBenchmarks
{
    private Run _run = null!;
    private List<Attempt> _attempts = [];

    /// <summary>The size of the run.</summary>
    [Params(1_000, 10_000)]
    public int Attempts { get; set; }

    /// <summary>Makes the run up.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _run = SyntheticRun.Run("run", Attempts, models: 5, samples: 1);
        _attempts = [.. Enumerable.Range(0, Attempts).Select(index => SyntheticRun.Attempt("run", index, 5, 1, random))];
    }

    /// <summary>Summarises it.</summary>
    [Benchmark]
    public int Summarize() => RunSummarizer.Summarize(_run, _attempts).Rows.Count;
}
