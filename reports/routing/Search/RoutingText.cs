using System.Globalization;
using Eval.Results.Formatting;
using Eval.Results.Statistics;
using Eval.Routing.Policies;

namespace Eval.Routing.Search;

/// <summary>The words that tables of policies share.</summary>
public static class RoutingText
{
    /// <summary>Returns how a row is called: what its policy does, and what the row stands for.</summary>
    public static string Name(PolicyRow row) => row.Role switch
    {
        PolicyRole.Model => row.Name,
        PolicyRole.UpperBound => $"upper bound: {row.Name} ({row.Policy})",
        PolicyRole.Searched => $"{row.Name}: {row.Policy}",
        _ => row.Name,
    };

    /// <summary>Returns a share with its interval.</summary>
    public static string Share(Estimate? estimate) => RoutingSentences.Share(estimate);

    /// <summary>Returns a difference of rates in percentage points with its interval.</summary>
    public static string Points(Estimate estimate) => RoutingSentences.Points(estimate);

    /// <summary>Returns the margin in percentage points.</summary>
    public static string Margin(RoutingResult result) => RoutingSentences.Points(result.Options.Margin);

    /// <summary>Returns a verdict in words.</summary>
    public static string Words(PolicyVerdict verdict, double margin) => RoutingSentences.Words(verdict, margin);

    /// <summary>Returns whether a row is that of the baseline itself, and not of a search that came back to it.</summary>
    public static bool IsBaseline(PolicyRow row, RoutingResult result) =>
        row.Role == PolicyRole.Model && row.Policy == new SinglePolicy(result.Baseline);

    /// <summary>Returns what was shown of a row's quality; nothing of the baseline itself.</summary>
    public static string Verdict(PolicyRow row, RoutingResult result) =>
        row.Verdict is { } verdict && !IsBaseline(row, result) ? Words(verdict, result.Options.Margin) : "";

    /// <summary>Returns a feature as people call it.</summary>
    public static string Named(string feature) =>
        feature.StartsWith(RequestFeature.CallerPrefix, StringComparison.Ordinal)
        ? feature[RequestFeature.CallerPrefix.Length..] : feature.Replace('_', ' ');

    /// <summary>Returns how often a classifier was right, in one sentence.</summary>
    public static string Accuracy(PromptClassifier classifier, ClassifierQuality quality) => string.Create(
        CultureInfo.InvariantCulture,
        $"A classifier of {classifier.Words.Count} words reads the {Named(classifier.Feature)} of {Share(quality.Accuracy)} of "
            + $"{quality.Accuracy.N} prompts correctly, each of them held out; saying the most frequent one always would be right for "
            + $"{Format.Percent(quality.MostFrequentShare)}.");

    /// <summary>
    /// Returns what prompts of a value were read as, the columns of a confusion matrix: the classifier's values, and nothing.
    /// </summary>
    public static IReadOnlyList<string> Readings(PromptClassifier classifier, ClassifierQuality quality) =>
        [.. classifier.Classes.Concat(quality.Confusion.Values.SelectMany(read => read.Keys)).Distinct(StringComparer.Ordinal)];

    /// <summary>Returns where the savings come from, in one sentence.</summary>
    public static string Decomposition(RoutingResult result)
    {
        var single = result.CheapestSingle == result.Baseline
            ? $"No cheaper single model was shown to be non-inferior to {result.Baseline}."
            : $"{result.CheapestSingle} instead of {result.Baseline} saves {Share(result.Savings.BetterSingle)}.";
        var more = new[] { ("rules by class, language or prompt length", result.Savings.Rules), ("a cascade", result.Savings.Cascade) }
            .Where(part => part.Item2 is not null).Select(part => $"{part.Item1} {Share(part.Item2)}").ToList();
        return more.Count == 0 ? single : $"{single} Beyond {result.CheapestSingle}, on held-out tasks: {string.Join("; ", more)}.";
    }
}
