using Eval.Harness.Models;
using Eval.Results.Records;

namespace Eval.Harness.Tests.Budgets;

/// <summary>A model whose answers are as long as a test says. Calls overlap and end in another order than they began.</summary>
internal sealed class CostlyModel(ModelSpec spec, Func<int, int> outputTokens, int seed = 1) : IModel
{
    public const int UsualInputTokens = 100;
    private readonly Random _random = new(seed);
    private readonly Lock _gate = new();
    private int _calls;

    public ModelSpec Spec => spec;

    public int Calls => _calls;

    public int InputTokens { get; init; } = UsualInputTokens;

    public int? CachedTokens { get; init; }

    public decimal SpentUsd { get; private set; }

    /// <summary>How many answers were shorter than they would have been.</summary>
    public int Cut { get; private set; }

    /// <summary>Throws, or waits, before a call is answered; the number is that of the call, from 0.</summary>
    public Func<int, CancellationToken, Task> Before { get; init; } = (_, _) => Task.CompletedTask;

    public async Task<Completion> CompleteAsync(ModelRequest request, CancellationToken ct)
    {
        var call = Interlocked.Increment(ref _calls) - 1;
        await Before(call, ct);
        int yields;
        lock (_gate)
        {
            yields = _random.Next(20);
        }

        for (var i = 0; i < yields; i++)
        {
            await Task.Yield();
        }

        var wanted = outputTokens(call);
        var tokens = Math.Min(wanted, request.MaxOutputTokensOf(spec) ?? int.MaxValue);
        var usage = new Usage { InputTokens = InputTokens, CachedInputTokens = CachedTokens, OutputTokens = tokens };
        lock (_gate)
        {
            SpentUsd += spec.CostUsd(usage) ?? 0;
            Cut += tokens < wanted ? 1 : 0;
        }

        return new Completion { Text = "answer", FinishReason = tokens < wanted ? "length" : "stop", Usage = usage,
            Timing = new Timing { StartedAt = DateTimeOffset.UnixEpoch, Total = TimeSpan.FromSeconds(1) } };
    }

    /// <summary>The output tokens of each call: all equal, even, with a heavy tail, or of two kinds.</summary>
    public static int[] Lengths(string shape, int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => shape switch
        {
            "equal" => 100,
            "even" => random.Next(20, 400),
            "two kinds" => random.Next(10) == 0 ? 1500 : 80,
            // Pareto, with the mean far above the median.
            _ => (int)Math.Min(4000, 40 * Math.Pow(1 - random.NextDouble(), -1 / 1.1)),
        })];
    }
}
