using Eval.Results.Statistics;

namespace Eval.Routing.Policies;

/// <summary>How often a classifier was right about prompts that it was not trained on.</summary>
public sealed record ClassifierQuality
{
    /// <summary>What stands in the matrix for prompts of which the classifier could say nothing.</summary>
    public const string Unknown = "";

    /// <summary>Gets the share of prompts read rightly, with Wilson's interval.</summary>
    public required Estimate Accuracy { get; init; }

    /// <summary>Gets the share of the most frequent value: what always saying the same would come to.</summary>
    public required double MostFrequentShare { get; init; }

    /// <summary>Gets the confusion matrix: of each true value, how many prompts were read as what.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> Confusion { get; init; }

    /// <summary>Returns the share of a value's prompts that were read rightly; <see langword="null"/> when there are none.</summary>
    public Estimate? Recall(string value) =>
        Confusion.TryGetValue(value, out var read) ? WilsonInterval.Compute(read.GetValueOrDefault(value), read.Values.Sum()) : null;

    /// <summary>Measures what was read against what is true.</summary>
    /// <param name="readings">The true value of each prompt, and the one that was read; at least one.</param>
    public static ClassifierQuality From(IReadOnlyList<(string True, string? Read)> readings)
    {
        var confusion = readings.GroupBy(reading => reading.True, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal).ToDictionary(
            group => group.Key,
            group => (IReadOnlyDictionary<string, int>)group.CountBy(reading => reading.Read ?? Unknown, StringComparer.Ordinal)
                .OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal),
            StringComparer.Ordinal);
        return new ClassifierQuality
        {
            Accuracy = WilsonInterval.Compute(readings.Count(reading => reading.True == reading.Read), readings.Count)!,
            MostFrequentShare = (double)confusion.Values.Max(read => read.Values.Sum()) / readings.Count,
            Confusion = confusion,
        };
    }
}
