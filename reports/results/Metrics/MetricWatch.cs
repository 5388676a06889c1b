using Eval.Results.Records;
using Eval.Results.Statistics;

namespace Eval.Results.Metrics;

/// <summary>How a metric is watched from one nightly run to the next.</summary>
/// <param name="FromAnswers">
/// Its value over the answered attempts of a model in one run; <see langword="null"/> where they have none.
/// </param>
/// <param name="Worse">What a model does that has become worse, as the verb of a sentence.</param>
public sealed record MetricWatch(Func<IReadOnlyList<Attempt>, double?> FromAnswers, string Worse)
{
    /// <summary>Gets the least variation between runs, relative to the value, that is taken for usual. Default: 0.05.</summary>
    public double MinVariation { get; init; } = 0.05;

    /// <summary>Gets a value indicating whether it depends on the price, so that a new price begins a new baseline.</summary>
    public bool DependsOnPrice { get; init; }

    /// <summary>Gets what stands before a value in a sentence.</summary>
    public string Before { get; init; } = "";

    /// <summary>Gets what stands behind a value in a sentence.</summary>
    public string After { get; init; } = "";

    /// <summary>Watches the median of what answers say.</summary>
    /// <param name="value">What an answer says; <see langword="null"/> where it says nothing.</param>
    /// <param name="worse">What a model does that has become worse, as the verb of a sentence.</param>
    public static MetricWatch Median(Func<Attempt, double?> value, string worse) => new(
        answers => Percentile.Compute([.. answers.Select(value).OfType<double>().Order()], 0.5), worse);

    /// <summary>Watches the mean of what answers say, where all of them say it.</summary>
    /// <param name="value">What an answer says; <see langword="null"/> where it says nothing.</param>
    /// <param name="worse">What a model does that has become worse, as the verb of a sentence.</param>
    public static MetricWatch Mean(Func<Attempt, double?> value, string worse) => new(
        answers => answers.Count > 0 && answers.All(answer => value(answer) is not null) ? answers.Average(value) : null, worse);
}
