using System.Globalization;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Eval.Harness.Scoring;

namespace Eval.Benchmarks.Micro;

/// <summary>Comparing what an answer returned with what it should have: once per check of every answer.</summary>
[InProcess]
[MemoryDiagnoser]
public class ValueComparisonBenchmarks
{
    private JsonElement _expected;
    private string _actual = "";

    /// <summary>How many numbers the value holds.</summary>
    [Params(1, 1_000)]
    public int Numbers { get; set; }

    /// <summary>Makes two equal lists.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _actual = "[" + string.Join(',', Enumerable.Range(0, Numbers)
            .Select(number => (number * 0.1).ToString("R", CultureInfo.InvariantCulture))) + "]";
        _expected = JsonDocument.Parse(_actual).RootElement;
    }

    /// <summary>Reads and compares.</summary>
    [Benchmark]
    public bool Compare()
    {
        using var actual = JsonDocument.Parse(_actual);
        return ValueComparer.AreEqual(_expected, actual.RootElement, tolerance: 0, unordered: false);
    }
}
